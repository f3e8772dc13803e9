// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/metric_text.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

namespace moebench::detail {

/// What was found of one kind in one arm: "prefill -2.0 % ± 0.10 %, decode -2.1 % ± 0.12 %".
inline std::string found_text(const ComparisonResult& result, DisturbanceKind kind,
                              std::string_view arm) {
    std::string text;
    for (const auto& each : result.disturbances) {
        if (!each.found || each.kind != kind || each.arm != arm) continue;
        text += (text.empty() ? "" : ", ") + speed_word(each.metric) + " " +
                speed_change(each.metric, each.log_ratio) + " ± " + size_text(each.standard_error);
    }
    return text;
}

/// What is found to bias the ratios of an arm, each with "; " at its end.
inline std::string disturbances_text(const ComparisonResult& result, std::string_view arm) {
    if (result.experiment.arms.empty()) return {};
    const auto& baseline = result.experiment.arms.front();
    std::string text;
    for (const auto& other : result.experiment.arms) { // the boot after it can be of any arm
        const auto carried = found_text(result, DisturbanceKind::carry_over, other);
        if (carried.empty()) continue;
        text += "carry-over: boots after " + other + " differ from boots after " + baseline + " (" +
                carried + "), so the ratios are biased; ";
    }
    const auto first = found_text(result, DisturbanceKind::first_pass, arm);
    if (!first.empty()) {
        text += "the first pass of " + std::string(arm) +
                " differs from its later passes, that of " + baseline + " does not (" + first +
                "), so it needs a longer warm-up; ";
    }
    return text;
}

} // namespace moebench::detail
