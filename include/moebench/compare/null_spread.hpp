// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison.hpp>
#include <moebench/stats/detail/paired_t.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// What an A/A comparison (the same build in both arms) shows about the machine.
struct NullSpread {
    /// What was compared.
    Metric metric{};
    /// The side whose ratio to the other side is given.
    std::string arm{};
    /// Standard deviation of the block log ratios, 0.01 is 1 %; absent below two blocks.
    std::optional<double> spread{};
    /// The block ratio farthest from 1; absent without blocks.
    std::optional<double> farthest_ratio{};
    /// One side was found faster or slower than the other. By chance that happens in one A/A in
    /// twenty; otherwise something on this machine favours one arm, and its verdicts cannot be
    /// trusted.
    bool told_apart = false;
};

/// One for each of `aa.metrics`, in their order.
inline std::vector<NullSpread> null_spreads(const Comparison& aa) {
    std::vector<NullSpread> spreads;
    for (const auto& metric : aa.metrics) {
        NullSpread result{.metric = metric.metric, .arm = metric.arm};
        std::vector<double> logs;
        double farthest = 0;
        for (const auto& block : metric.blocks) {
            logs.push_back(block.log_ratio);
            if (std::fabs(block.log_ratio) >= std::fabs(farthest)) farthest = block.log_ratio;
        }
        if (const auto t = detail::paired_t(logs)) result.spread = t->stddev;
        if (!logs.empty()) result.farthest_ratio = std::exp(farthest);
        result.told_apart = metric.verdict == Verdict::faster || metric.verdict == Verdict::slower;
        spreads.push_back(std::move(result));
    }
    return spreads;
}

} // namespace moebench
