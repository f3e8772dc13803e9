# SPDX-License-Identifier: MIT
"""Writes reference.json: what SciPy, statsmodels and NumPy say, for the tests of moebench's statistics.

    pip install scipy==1.17.* statsmodels==0.15.* && python reference.py > reference.json
"""

import json
import math
import statistics

import numpy
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.multitest import multipletests

random = numpy.random.default_rng(4)


def student_t():
    rows = []
    for freedom in (1, 2, 4, 9, 19, 200):
        for p in (0.6, 0.9, 0.975, 0.99, 0.995, 1 - 0.05 / 60):
            t = stats.t.ppf(p, freedom)
            rows.append({"freedom": freedom, "p": p, "t": t, "two_sided": 2 * stats.t.sf(t, freedom)})
    return rows


def pairs_to_decide(mean, stddev, pairs, alpha, threshold):
    for n in range(pairs + 1, 1001):
        error = stddev / math.sqrt(n)
        critical = stats.t.ppf(1 - alpha / 2, n - 1)
        if abs(mean) >= (critical + stats.t.ppf(0.8, n - 1)) * error:
            return n - pairs
        if abs(mean) + (critical + stats.t.ppf(0.9, n - 1)) * error <= threshold:
            return n - pairs
    return None


def paired_t():
    rows = []
    for pairs, effect, spread in ((2, 0.01, 0.01), (3, 0, 0.007), (5, 0.02, 0.007), (5, 0.004, 0.02),
                                  (5, 0.01, 0.02), (8, -0.03, 0.05), (10, 0, 0.01), (20, 0.0101, 0.06)):
        x = effect + spread * random.standard_normal(pairs)
        test = stats.ttest_1samp(x, 0)
        halves = {}
        for alpha in (0.05, 0.05 / 3, 0.01):
            interval = test.confidence_interval(1 - alpha)
            halves[str(alpha)] = (interval.high - interval.low) / 2
        rows.append({
            "differences": list(x), "mean": x.mean(), "stddev": x.std(ddof=1),
            "standard_error": stats.sem(x), "p_value": test.pvalue,
            "half_widths": [{"alpha": float(alpha), "half": half} for alpha, half in halves.items()],
            "more_pairs": [
                {"alpha": alpha, "more": pairs_to_decide(x.mean(), x.std(ddof=1), pairs, alpha, math.log(1.01))}
                for alpha in (0.05, 0.05 / 3)],
        })
    return rows


def holm():
    rows = []
    for p in ([0.01], [0.2], [0.01, 0.04, 0.03], [0.001, 0.02, 0.04], [0.3, 0.3, 0.3], [0.03, 0.03],
              [0.0, 1.0, 0.5], [0.012, 0.04, 0.9, 0.011, 0.013], list(random.uniform(0, 0.1, 12))):
        rejected, adjusted, _, _ = multipletests(p, alpha=0.05, method="holm")
        rows.append({"p": p, "adjusted": list(adjusted), "rejected": [bool(r) for r in rejected]})
    return rows


def linear_trend():
    rows = []
    for n in (3, 5, 10, 20):
        x = numpy.sort(random.choice(40, n, replace=False)).astype(float)
        y = 3.5 - 0.01 * x + 0.05 * random.standard_normal(n)
        line = stats.linregress(x, y)
        rows.append({"x": list(x), "y": list(y), "slope": line.slope,
                     "standard_error": line.stderr, "p_value": line.pvalue})
    return rows


def least_squares():
    cases = []
    for rows, columns in ((4, 2), (12, 3), (30, 7)):
        x = numpy.column_stack([numpy.ones(rows), random.standard_normal((rows, columns - 1))])
        y = x @ numpy.arange(columns) + random.standard_normal(rows)
        fit = OLS(y, x).fit()
        cases.append({"x": x.tolist(), "y": list(y), "effects": [
            {"size": size, "standard_error": error, "p_value": p}
            for size, error, p in zip(fit.params, fit.bse, fit.pvalues)]})
    return cases


def welch():
    cases = []
    for one, other in ((2, 2), (5, 3), (10, 10)):
        a, b = random.standard_normal(one), 1 + 3 * random.standard_normal(other)
        test = stats.ttest_ind(a, b, equal_var=False)
        cases.append({"one": list(a), "other": list(b), "size": a.mean() - b.mean(),
                      "standard_error": math.sqrt(stats.sem(a) ** 2 + stats.sem(b) ** 2), "p_value": test.pvalue})
    return cases


def deviations():
    sets = [[1.0, 2, 3, 4, 100], [5.0, 1, 9, 3, 7, 2, 8], [0.0, 0, 0, 1], [2.5], list(random.normal(size=12))]
    return [{"values": x, "median": statistics.median(x), "mad": stats.median_abs_deviation(x)} for x in sets]


class MersenneTwister64:
    """Nishimura and Matsumoto's MT19937-64, which C++ calls mt19937_64."""

    def __init__(self, seed):
        self.state = [seed]
        for i in range(1, 312):
            last = self.state[-1]
            self.state.append((6364136223846793005 * (last ^ last >> 62) + i) % 2**64)
        self.at = 312

    def __call__(self):
        if self.at == 312:
            for i in range(312):
                x = self.state[i] & ~0x7FFFFFFF | self.state[(i + 1) % 312] & 0x7FFFFFFF
                self.state[i] = self.state[(i + 156) % 312] ^ x >> 1 ^ (x % 2) * 0xB5026F5AA96619E9
            self.at = 0
        x = self.state[self.at]
        self.at += 1
        x ^= x >> 29 & 0x5555555555555555
        x ^= x << 17 & 0x71D67FFFEDA60000
        x ^= x << 37 & 0xFFF7EEE000000000
        return (x ^ x >> 43) % 2**64

    def below(self, limit):
        while (draw := self()) >= (2**64 - 1) // limit * limit:
            pass
        return draw % limit

    def shuffle(self, items):
        for left in range(len(items), 1, -1):
            other = self.below(left)
            items[left - 1], items[other] = items[other], items[left - 1]


def balanced_rows(arms, blocks, random):
    order, run = [], 0
    first = [0] + [(i + 1) // 2 if i % 2 else arms - i // 2 for i in range(1, arms)]
    while len(order) < blocks:
        rows = [[(x + shift) % arms for x in first] for shift in range(arms)]
        if run % 2 == 0:
            random.shuffle(names := list(range(arms)))
        random.shuffle(rows)
        order += [[names[x] for x in (reversed(row) if run % 2 else row)] for row in rows]
        run += 1
    random.shuffle(order := order[:blocks])
    return order


def block_order(arms, planned, blocks, seed):
    random = MersenneTwister64(seed)
    order = balanced_rows(arms, planned, random)
    while len(order) < blocks:
        order += balanced_rows(arms, arms * (1 + random.below(3)), random)
    return order[:blocks]


def block_orders():
    generator = MersenneTwister64(5489)
    assert [generator() for _ in range(10000)][-1] == 9981545732273789042  # from the C++ standard
    return [{"arms": arms, "planned": planned, "seed": seed, "order": block_order(arms, planned, blocks, seed)}
            for arms, planned, blocks, seed in ((2, 5, 5, 1), (2, 20, 8, 2**63 + 11), (2, 8, 20, 3), (3, 7, 7, 42),
                                                (4, 8, 8, 7), (5, 3, 11, 0))]


def comparison():
    """Three arms, two prompts, three repetitions, six blocks: from samples to intervals, in plain NumPy."""
    arms, blocks = ["main", "patch", "other"], 6
    effects = {"prefill": [0, 0.05, 0.004], "decode": [0, 0.004, -0.06], "ttft": [0, -0.05, 0.02]}
    noise = {"prefill": 0.004, "decode": 0.0005, "ttft": 0.03}
    values, figures = {}, []
    for metric, effect in effects.items():
        boots = numpy.array(effect) + noise[metric] * random.standard_normal((blocks, len(arms)))
        prompts = numpy.log([100.0, 30.0])
        repetitions = noise[metric] * random.standard_normal((blocks, len(arms), 2, 3))
        values[metric] = numpy.exp(boots[:, :, None, None] + prompts[None, None, :, None] + repetitions)
        boot_values = stats.gmean(numpy.median(values[metric], axis=3), axis=2)
        for arm in (1, 2):
            logs = numpy.log(boot_values[:, arm] / boot_values[:, 0])
            figures.append({"metric": metric, "arm": arms[arm], "logs": logs,
                            "p_value": stats.ttest_1samp(logs, 0).pvalue})
    adjusted = multipletests([f["p_value"] for f in figures], method="holm")[1]
    for figure, p in zip(figures, adjusted):
        figure["adjusted_p"] = p
        bonferroni = stats.ttest_1samp(figure["logs"], 0).confidence_interval(1 - 0.05 / len(figures))
        figure["precision"] = math.expm1((bonferroni.high - bonferroni.low) / 2)
    order = sorted(figures, key=lambda f: f["p_value"])
    stays = next((i for i, f in enumerate(order) if f["p_value"] > 0.05 / (len(order) - i)), len(order))
    for i, figure in enumerate(order):
        logs = figure.pop("logs")
        low, high = stats.ttest_1samp(logs, 0).confidence_interval(1 - 0.05 / (len(order) - min(i, stays)))
        figure |= {"ratio": math.exp(logs.mean()), "low": math.exp(low), "high": math.exp(high)}
        inside = -math.log(1.01) <= low and high <= math.log(1.01)
        faster = logs.mean() > 0 if figure["metric"] != "ttft" else logs.mean() < 0
        figure["verdict"] = ("no difference" if inside else "inconclusive" if low <= 0 <= high
                             else "faster" if faster else "slower")
    boots = [{"arm": arms[a], "block": b,
              "prompts": [{metric: list(values[metric][b, a, p]) for metric in effects} for p in range(2)]}
             for b in range(blocks) for a in range(len(arms))]
    return {"boots": boots, "figures": figures}


print(json.dumps({
    "student_t": student_t(), "paired_t": paired_t(), "holm": holm(), "linear_trend": linear_trend(),
    "deviations": deviations(), "block_order": block_orders(), "comparison": comparison(),
    "least_squares": least_squares(), "welch": welch(),
}, indent=1, allow_nan=False))
