#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What including moebench costs: one translation unit per public header, header-only and compiled.

compile_cost.py --include DIR --work DIR -- COMPILER FLAG...

A round compiles a unit in both modes, one behind the other, so that what the machine does beside it
meets both.
"""
import argparse
import os
import pathlib
import statistics
import sys

MODES = {"header-only": [], "compiled": ["-DMOEBENCH_SEPARATE_COMPILATION"]}
UMBRELLA = "moebench/moebench.hpp"


def cost(argv):
    """Processor seconds and peak bytes of one compiler, its children included."""
    pid = os.posix_spawnp(argv[0], argv, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit("compile_cost: failed: " + " ".join(argv))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def measure(units, compiler, rounds):
    """{(unit, mode): [(seconds, bytes), ...]}"""
    costs = {}
    for _ in range(rounds):
        for name, source in units:
            for mode, flags in MODES.items():
                argv = compiler + flags + ["-c", str(source), "-o", os.devnull]
                costs.setdefault((name, mode), []).append(cost(argv))
    return costs


def public_headers(include):
    for path in sorted(include.glob("moebench/**/*.hpp")):
        name = str(path.relative_to(include))
        if "/detail/" not in name and name not in (UMBRELLA, "moebench/src.hpp"):
            yield name


def units_of(headers, work):
    for header in headers:
        source = work / (header.replace("/", "_") + ".cpp")
        source.write_text(f"#include <{header}>\n")
        yield header, source


def median(costs, figure):
    return statistics.median(cost[figure] for cost in costs)


def row(name, costs):
    cells = [f"`{name}`"]
    for mode in MODES:
        of_mode = costs[name, mode]
        cells += [f"{median(of_mode, 0):.2f} s", f"{median(of_mode, 1) / 1e6:.0f} MB"]
    print("| " + " | ".join(cells) + " |", flush=True)


def judge(costs, figure, what, goal):
    """The umbrella's compiled / header-only, round by round: both met the same machine."""
    pairs = zip(costs[UMBRELLA, "compiled"], costs[UMBRELLA, "header-only"])
    ratios = sorted(compiled[figure] / plain[figure] for compiled, plain in pairs)
    ratio = statistics.median(ratios)
    verdict = "met" if ratio <= goal else "missed"
    print(f"| {what} of the umbrella, compiled / header-only | {ratio:.2f} "
          f"[{ratios[0]:.2f}, {ratios[-1]:.2f}] | {goal:.2f} | {verdict} |")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--include", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5, help="of the umbrella; others get one")
    parser.add_argument("--umbrella-only", action="store_true")
    parser.add_argument("compiler", nargs="+")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    compiler = args.compiler + ["-I", str(args.include)]

    print("\n## Compile cost: one translation unit per public header\n")
    print(f"`{' '.join(args.compiler)}`; processor time and peak memory of the compiler\n")
    umbrella = measure(list(units_of([UMBRELLA], args.work)), compiler, args.rounds)
    print("| | ratio [lowest, highest round] | goal | |\n|---|---|---|---|")
    judge(umbrella, 0, "time", 1 / 3)
    judge(umbrella, 1, "memory", 2 / 3)

    print("\n| header | header-only | | compiled | |\n|---|---|---|---|---|")
    row(UMBRELLA, umbrella)
    if not args.umbrella_only:
        for unit in units_of(public_headers(args.include), args.work):
            row(unit[0], measure([unit], compiler, 1))


if __name__ == "__main__":
    main()
