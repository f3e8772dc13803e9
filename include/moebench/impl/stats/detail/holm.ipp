// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/holm.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace moebench::detail {

MOEBENCH_DECL std::vector<HolmStep> holm(std::span<const double> p_values, double alpha) {
    std::vector<std::size_t> by_p(p_values.size());
    std::iota(by_p.begin(), by_p.end(), std::size_t{0});
    std::stable_sort(by_p.begin(), by_p.end(), [&](std::size_t left, std::size_t right) {
        return p_values[left] < p_values[right];
    });

    std::vector<HolmStep> steps(p_values.size());
    double level = 0, adjusted = 0;
    bool stopped = false;
    for (std::size_t rank = 0; rank < by_p.size(); ++rank) {
        const double p = p_values[by_p[rank]];
        const auto left = static_cast<double>(by_p.size() - rank);
        if (!stopped) level = alpha / left;
        stopped = p > level; // stays true: p only grows, and the level no longer changes
        adjusted = std::min(1.0, std::max(adjusted, p * left));
        steps[by_p[rank]] = {.alpha = level, .adjusted_p = adjusted, .rejected = !stopped};
    }
    return steps;
}

} // namespace moebench::detail
