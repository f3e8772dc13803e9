# SPDX-License-Identifier: MIT
"""The limits of moebench::outliers: max |x - median| / MAD that normal noise exceeds in 5 % of sets.

    pip install numpy==2.4.* && python outlier_limits.py
"""

import numpy

random = numpy.random.default_rng(20261107)
limits = []
for size in range(3, 21):
    largest = []
    for _ in range(10):
        sets = random.standard_normal((100_000, size))
        x = numpy.abs(sets - numpy.median(sets, axis=1, keepdims=True))
        largest.append(x.max(axis=1) / numpy.median(x, axis=1))
    limits.append(numpy.quantile(numpy.concatenate(largest), 0.95))
print(", ".join(f"{limit:.1f}" for limit in limits))
