// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/more_pairs_range.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <vector>

namespace moebench::detail {

inline constexpr int most_pairs = 1000;

/// By the method of Box and Muller: std::normal_distribution differs between libraries.
inline double draw_normal(std::mt19937_64& random) {
    const auto uniform = [&] { return (static_cast<double>(random() >> 12) + 0.5) * 0x1p-52; };
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

/// What the interval of each number of pairs needs, computed once for all futures.
struct HalfWidths {
    std::vector<double> different, equal;

    HalfWidths(const ConfidenceSequence& sequence, double alpha) {
        for (int pairs = 0; pairs <= most_pairs; ++pairs) {
            different.push_back(pairs < 2 ? 0 : sequence.half_width(pairs, alpha));
            equal.push_back(pairs < 2 ? 0 : sequence.half_width(pairs, std::min(1.0, 2 * alpha)));
        }
    }
};

/// The number of pairs at which one future decides; above most_pairs if it does not.
inline int deciding_pairs(PairedT t, const HalfWidths& half, double threshold,
                          std::mt19937_64& random) {
    double squares = t.stddev * t.stddev * (t.pairs - 1), chi_square = 0;
    for (int i = 1; i < t.pairs; ++i) chi_square += std::pow(draw_normal(random), 2);
    const double deviation = std::sqrt(squares / chi_square);
    const double mean = t.mean + deviation / std::sqrt(t.pairs) * draw_normal(random);
    while (t.pairs < most_pairs) {
        const double value = mean + deviation * draw_normal(random);
        const double from_mean = value - t.mean;
        ++t.pairs;
        t.mean += from_mean / t.pairs;
        squares += from_mean * (value - t.mean);
        const double stddev = std::sqrt(squares / (t.pairs - 1)), effect = std::fabs(t.mean);
        const auto at = static_cast<std::size_t>(t.pairs);
        if (effect > half.different[at] * stddev) return t.pairs;
        if (effect + half.equal[at] * stddev <= threshold) return t.pairs;
    }
    return most_pairs + 1;
}

MOEBENCH_DECL std::optional<MorePairs> more_pairs_range(const PairedT& t,
                                                        const ConfidenceSequence& sequence,
                                                        double alpha, double threshold) {
    if (t.pairs >= most_pairs) return std::nullopt;
    const HalfWidths half(sequence, alpha);
    std::mt19937_64 random(1);
    std::array<int, 300> pairs{};
    for (int& each : pairs) each = deciding_pairs(t, half, threshold, random);
    std::ranges::sort(pairs);
    const int least = pairs[pairs.size() / 10], most = pairs[pairs.size() * 9 / 10];
    if (least > most_pairs) return std::nullopt;
    MorePairs result{.least = least - t.pairs};
    if (most <= most_pairs) result.most = most - t.pairs;
    return result;
}

} // namespace moebench::detail
