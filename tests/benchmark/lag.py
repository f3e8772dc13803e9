# SPDX-License-Identifier: MIT
"""How soon readiness is noticed, and how often a calibrated prompt asks the tokenizer."""
import json
import random
import subprocess

from figures import median, row, spread, table, verdict
from programs import Truth


def measure(programs, rounds, quick):
    """Prints the table; gives the number of calibrated prompts that are not the bisection's."""
    table("Lag and calls", ["", "moebench", "goal", ""])
    chance = random.Random(1)
    lags = []
    for _ in range(rounds * 4):
        # where in the poll's period it gets ready is by chance
        load_ms = 200 + chance.uniform(0, 300)
        server = Truth(programs, first_ms=0, gap_ms=0, load_ms=load_ms)
        programs.measure_own_server(server, 1)
        server.read_log()
        noticed, ready = server.one("health")["read"], server.one("server")["ready_at"]
        lags.append((noticed - ready) / 1e6)
    row(f"ms from ready to noticed, {len(lags)} boots", spread(lags, 1), "50 ms",
        verdict(median(lags), 50))

    wrong = 0
    output = subprocess.run([programs.calibration_calls, "quick" if quick else "all"],
                            capture_output=True, text=True, check=True).stdout
    for line in output.splitlines():
        found = json.loads(line)
        wrong += found["wrong"]
        row(f"calls of the tokenizer a prompt, {found['from']:,} to {found['to']:,} tokens "
            f"({found['prompts']} prompts)",
            f"mean {found['mean']:.2f}, most {found['most']}; the bisection "
            f"{found['bisection_mean']:.1f}; {found['wrong']} other texts", "5",
            verdict(found["most"], 5))
    return wrong
