# SPDX-License-Identifier: MIT
"""Prints what tests/unit/answers/compare_positions_test.cpp expects of kl_divergence().

Written from the definition in compare_positions.hpp, in fractions where that is possible, and not
from its code: both distributions are spelt out as lists of buckets, then KL is one sum.
"""

from math import exp, log

SMALLEST = exp(-30)
SUM_ERROR = 1e-6


def spelt_out(named, tokens):
    rest = max(0.0, 1 - sum(named.values()))
    missing = [t for t in tokens if t not in named]
    most = min(min(named.values()), rest / len(missing)) if missing else 0.0
    buckets = [named.get(t, max(most, SMALLEST)) for t in tokens]
    buckets.append(max(SUM_ERROR, rest - max(most, SMALLEST) * len(missing)))
    return buckets


def kl(p, q):
    tokens = sorted(set(p) | set(q))
    pairs = zip(spelt_out(p, tokens), spelt_out(q, tokens))
    return max(0.0, sum(a * log(a / b) for a, b in pairs))


CASES = {
    "the same": ({1: 0.6, 2: 0.3, 3: 0.05}, {1: 0.6, 2: 0.3, 3: 0.05}),
    "moved a little": ({1: 0.6, 2: 0.3, 3: 0.05}, {1: 0.59, 2: 0.31, 3: 0.05}),
    "two changed places": ({1: 0.6, 2: 0.3, 3: 0.05}, {2: 0.6, 1: 0.3, 3: 0.05}),
    "last names differ": ({1: 0.6, 2: 0.3, 3: 0.05}, {1: 0.6, 2: 0.3, 4: 0.05}),
    "no token in common": ({1: 0.6, 2: 0.3}, {3: 0.6, 4: 0.3}),
    "nothing left for others": ({1: 0.75, 2: 0.25}, {1: 0.5, 3: 0.25}),
    "certain here, not there": ({1: 1.0}, {1: 0.5}),
    "certain there, not here": ({1: 0.5}, {1: 1.0}),
    "a zero": ({1: 0.5, 2: 0.5}, {1: 1.0, 2: SMALLEST}),
}

for name, (p, q) in CASES.items():
    print(f"{name}: {kl(p, q):.12g}")
