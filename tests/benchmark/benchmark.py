#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What moebench costs and adds, measured in one run beside the floor of this machine.

Prints tables in Markdown. Goals are told as met or missed and fail nothing; a wrong count, or a
calibrated prompt that is not the one the bisection finds, is exit code 1.
"""
import argparse
import os
import sys

import cost
import exactness
import lag
from programs import CLIENT_CPU, SERVER_CPU, Programs


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of moebench and its helpers")
    parser.add_argument("--work", required=True, help="folder for results")
    parser.add_argument("--seed-script", help="the original Python script, where it is at hand")
    parser.add_argument("--build-type", default="", help="CMake's, of those programs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one round, to see that it works")
    args = parser.parse_args()
    if SERVER_CPU == CLIENT_CPU:
        sys.exit("benchmark: the server spins on one core; two are needed")
    seed = args.seed_script if args.seed_script and os.path.exists(args.seed_script) else None
    programs = Programs(args.programs, args.work, seed)
    rounds = 1 if args.quick else args.rounds

    print(f"Server on core {SERVER_CPU}, clients on core {CLIENT_CPU}, over loopback; load "
          f"{os.getloadavg()[0]:.1f} at the start. Build: {args.build_type or 'no type'}.")
    if args.build_type != "Release":
        print("Figures of moebench as people use it need the `default` preset.")
    wrong = exactness.measure(programs, rounds, 5 if args.quick else 20)
    cost.measure(programs, rounds, args.quick)
    wrong += lag.measure(programs, rounds, args.quick)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
