# SPDX-License-Identifier: MIT
"""Whether TTFT, gaps, latency, rates and counts are what the server really did."""
import sys
from typing import NamedTuple

from figures import median, ratios, row, spread, table, verdict
from programs import Truth

TOKENS, GAP_MS, TRUE_RATE = 64, 2, 500
CHARS = len("tok ")


class Shape(NamedTuple):
    """What a right sample of it says. Told here too, so that no client is judged by its own."""
    name: str
    events: int = TOKENS
    reasoning_tokens: int = 0


SHAPES = [
    Shape("one_token"),
    Shape("two_tokens", events=TOKENS // 2),
    Shape("early_role"),
    Shape("reasoning", reasoning_tokens=TOKENS // 4),
    Shape("three_packets"),
    Shape("batch"),
    Shape("comments"),
    Shape("plain", events=0),
]


def errors(samples, chats):
    """Medians in ms: how much later than in truth the client saw it. None: nothing was streamed."""
    ttft, gaps, latency = [], [], []
    for sample, truth in zip(samples, chats):
        seen = sample["event_offsets_s"]
        true = [(at - truth["read"]) / 1e9 for at in truth["sent"]]
        ttft += [1e3 * (a - b) for a, b in zip(seen[:1], true)]
        latency.append(1e3 * (sample["latency_s"] - (truth["done"] - truth["read"]) / 1e9))
        for i in range(1, min(len(seen), len(true))):
            gaps.append(1e3 * abs((seen[i] - seen[i - 1]) - (true[i] - true[i - 1])))
    return [median(figure) if figure else None for figure in (ttft, gaps, latency)]


def counts_are_right(sample, shape):
    """A sample of moebench. The rate is of the server's `timings`, which are the schedule's."""
    rate = sample["decode_tokens_per_s"]
    per_event = TOKENS / shape.events if shape.events else None
    return (sample["status"] == "ok" and
            sample["completion_tokens"] == TOKENS and
            sample["tokens_per_event"] == per_event and
            sample["reasoning_chars"] == shape.reasoning_tokens * CHARS and
            sample["content_chars"] == (TOKENS - shape.reasoning_tokens) * CHARS and
            rate is not None and abs(rate - TRUE_RATE) < 0.5)


def wrong_counts(name, samples, chats, shape):
    return sum(len(sample["event_offsets_s"]) != shape.events or
               len(truth["sent"]) != shape.events or
               (name == "moebench" and not counts_are_right(sample, shape))
               for sample, truth in zip(samples, chats))


def one_round(programs, shape, requests, turn):
    """(client, its samples, the server's records of them), of both clients."""
    stream = shape.events > 0
    settings = {"shape": shape.name, "first_ms": 20} if stream else {"first_ms": 0}
    with Truth(programs, gap_ms=GAP_MS, tokens=TOKENS, **settings) as server:
        clients = [("floor", lambda: programs.floor(server, requests, stream, samples=True)),
                   ("moebench", lambda: programs.measure(server, requests, stream))]
        # who goes first takes turns
        order = clients if turn % 2 == 0 else clients[::-1]
        samples = [(name, run()[1]) for name, run in order]
    chats = server.chats()
    for name, of_client in samples:
        truth, chats = chats[:requests], chats[requests:]
        if len(of_client) != requests or len(truth) != requests:
            sys.exit(f"benchmark: {shape.name}: {name} tells {len(of_client)} requests, the server "
                     f"{len(truth)}, of {requests}")
        yield name, of_client, truth
    if chats:
        sys.exit(f"benchmark: {shape.name}: {len(chats)} requests too many")


def print_row(shape, seen, rates, wrong):
    floor, ours = (list(zip(*seen[name])) for name in ("floor", "moebench"))
    show = lambda figure: "" if figure[0] is None else f"{median(figure):.3f}"
    ratio = ratios(ours[0], floor[0]) if shape.events else None
    row(shape.name, show(floor[0]), show(ours[0]),
        *([spread(ratio, 2), verdict(median(ratio), 1.3)] if ratio else ["", ""]),
        show(floor[1]), show(ours[1]), show(floor[2]), show(ours[2]),
        ", ".join(f"{rate:g}" for rate in sorted(rates)), wrong)


def measure(programs, rounds, requests):
    """Prints the table; gives the number of wrong counts."""
    table(f"Exactness: median error in ms over {requests} requests, {rounds} rounds",
          ["shape", "TTFT: floor", "moebench", "moebench / floor", "goal 1.3",
           "ITL: floor", "moebench", "latency: floor", "moebench",
           f"decode tok/s (true {TRUE_RATE})", "wrong counts"])
    wrong_in_all = 0
    for shape in SHAPES:
        seen = {"floor": [], "moebench": []}
        rates, wrong = set(), 0
        for turn in range(rounds):
            for name, samples, chats in one_round(programs, shape, requests, turn):
                seen[name].append(errors(samples, chats))
                wrong += wrong_counts(name, samples, chats, shape)
                if name == "moebench":
                    rates |= {round(sample["decode_tokens_per_s"] or 0, 1) for sample in samples}
        wrong_in_all += wrong
        print_row(shape, seen, rates, wrong)
    return wrong_in_all
