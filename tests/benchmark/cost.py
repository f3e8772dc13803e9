# SPDX-License-Identifier: MIT
"""What moebench itself takes: processor time, the gap between requests, start-up, memory, size."""
import subprocess

from figures import median, ratios, row, spread, table, verdict
from programs import Truth, Usage


def per_request(programs, run, few, many, **schedule):
    """Processor ms a request: a long run less a short one, so that starting up cancels out. And the
    server, which has ended."""
    with Truth(programs, **schedule) as server:
        short, long = run(server, few)[0], run(server, many)[0]
    return 1e3 * (long.cpu_s - short.cpu_s) / (many - few), server


def gap_ms(server, skip):
    """From a reply's last send to the first byte of the next request, as the server saw it."""
    chats = server.chats()[skip:]
    return median((after["first_byte"] - before["done"]) / 1e6
                  for before, after in zip(chats, chats[1:]))


def clients(programs, stream):
    """What runs a client of a server for so many requests."""
    return {"floor": lambda server, n: programs.floor(server, n, stream),
            "moebench": lambda server, n: programs.measure(server, n, stream, samples=False)}


def in_turn(runs, turn):
    """Who goes first takes turns."""
    first = turn % len(runs)
    return runs[first:] + runs[:first]


def streamed(programs, rounds, requests):
    few = 5
    spent = {"floor": [], "moebench": []}
    gaps = {"floor": [], "moebench": []}
    for turn in range(rounds):
        for name, run in in_turn(list(clients(programs, True).items()), turn):
            ms, server = per_request(programs, run, few, requests, first_ms=5, gap_ms=1)
            spent[name].append(ms)
            gaps[name].append(gap_ms(server, few))
    floor, ours = spent.values()
    floor_gap, our_gap = gaps.values()
    ratio, gap_ratio = ratios(ours, floor), ratios(our_gap, floor_gap)
    row("processor ms a streamed request of 64 tokens, 1 ms apart", f"{median(floor):.3f}",
        f"{median(ours):.3f}", spread(ratio, 2), "3", verdict(median(ratio), 3))
    row("ms from a streamed reply's end to the next request", f"{median(floor_gap):.3f}",
        f"{median(our_gap):.3f}", spread(gap_ratio, 2), "4", verdict(median(gap_ratio), 4))


def per_request_of_seed(programs):
    server = Truth(programs, first_ms=0, gap_ms=0)
    short, few = programs.seed(server, 0)
    long, many = programs.seed(server, 1.5)
    return 1e3 * (long.cpu_s - short.cpu_s) / (many - few)


def plain(programs, rounds, requests):
    spent = {"floor": [], "moebench": [], "seed": []}
    runs = clients(programs, False)
    names = [name for name in spent if name in runs or programs.seed_script]
    for turn in range(rounds):
        for name in in_turn(names, turn):
            if name == "seed":
                ms = per_request_of_seed(programs)
            else:
                ms, _ = per_request(programs, runs[name], requests // 10, requests,
                                    first_ms=0, gap_ms=0)
            spent[name].append(ms)
    floor, ours, seed = spent.values()
    row("processor ms a plain request", f"{median(floor):.3f}", f"{median(ours):.3f}",
        spread(ratios(ours, floor), 2), "", "")
    if seed:
        ratio = ratios(ours, seed)
        row(f"the same beside the seed's script ({median(seed):.3f})", "", f"{median(ours):.3f}",
            spread(ratio, 2), "0.33 of the script", verdict(median(ratio), 1 / 3))
    else:
        row("the same beside the seed's script", "", "", "", "0.33 of the script",
            "the script was not found")


def start_up(programs, rounds):
    to_first = []
    for _ in range(rounds):
        server = Truth(programs, first_ms=0, gap_ms=0, load_ms=300)
        programs.measure_own_server(server, 1)
        server.read_log()
        to_first.append((server.chats()[0]["first_byte"] - server.one("server")["ready_at"]) / 1e9)
    row("s from the server's readiness to the first request", "", spread(to_first, 3), "", "0.1 s",
        verdict(median(to_first), 0.1))
    shown = [1e3 * Usage(programs, [programs.moebench, "--help"]).wall_s for _ in range(4 * rounds)]
    row("ms for --help", "", spread(shown, 1), "", "20 ms", verdict(median(shown), 20))


def memory(programs, few, many):
    peak = {}
    with Truth(programs, first_ms=0, gap_ms=0) as server:
        for n in (few, many):
            peak[n] = programs.measure(server, n, False, samples=False)[0].peak_bytes
    row(f"peak MB of {few:,} plain requests", "", f"{peak[few] / 1e6:.1f}", "", "20 MB",
        verdict(peak[few], 20e6))
    growth = (peak[many] - peak[few]) / (many - few)
    row(f"bytes more a plain request, {few:,} to {many:,}", "", f"{growth:.0f}", "", "100 B",
        verdict(growth, 100))
    by_tokens = {}
    for tokens in (64, 512):
        with Truth(programs, first_ms=0, gap_ms=0, tokens=tokens) as server:
            small, large = (programs.measure(server, n, True, samples=False)[0].peak_bytes
                            for n in (few, 5 * few))
            by_tokens[tokens] = (large - small) / (4 * few)
    row(f"bytes more a streamed request of 64 tokens, of 512, {few:,} to {5 * few:,}", "",
        f"{by_tokens[64]:.0f}, {by_tokens[512]:.0f}", "", "the same, 100 B",
        verdict(max(by_tokens.values()), 100))


def measure(programs, rounds, quick):
    table(f"Cost: median [lowest, highest] of {rounds} rounds; result, samples and log are written",
          ["", "floor", "moebench", "ratio", "goal", ""])
    # before the script's thousands of closed connections: while the system remembers them, whoever
    # reads the table of sockets, as moebench does at its start, reads them too
    start_up(programs, rounds)
    streamed(programs, rounds, 10 if quick else 105)
    plain(programs, rounds, 100 if quick else 5000)
    memory(programs, 100 if quick else 1000, 1000 if quick else 100000)
    size = programs.moebench.stat().st_size
    stripped = programs.work / "moebench.stripped"
    subprocess.run(["strip", "-o", stripped, programs.moebench], check=True)
    row("MB of the program, stripped", "", f"{size / 1e6:.1f}, "
        f"{stripped.stat().st_size / 1e6:.1f}", "", "", "")
