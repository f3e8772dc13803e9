// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/arm_table.hpp>
#include <moebench/report/detail/text_table.hpp>
#include <moebench/report/side_by_side.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

namespace detail {

inline std::string agreement(const MetricComparison& theirs, const MetricComparison& ours) {
    if (!ours.interval || !theirs.interval) return "-";
    const bool apart =
        ours.interval->lo > theirs.interval->hi || ours.interval->hi < theirs.interval->lo;
    return apart ? "no" : "yes";
}

inline void add_rows(const std::string& arm, const std::vector<MetricRow>& theirs,
                     const std::vector<MetricRow>& ours, std::vector<TextRow>& rows) {
    for (const auto& row : theirs) {
        const auto again = std::ranges::find(ours, row.label, &MetricRow::label);
        const bool found = again != ours.end();
        rows.push_back({row.label + ", " + arm, row.speedup_text(),
                        found ? again->speedup_text() : "-",
                        found ? agreement(*row.metric, *again->metric) : "-"});
    }
}

} // namespace detail

MOEBENCH_DECL std::string render_side_by_side(const RunResult& theirs, const RunResult& ours) {
    std::vector<RunResult> both = {theirs, ours};
    both[0].label = "theirs: " + theirs.label;
    both[1].label = "ours: " + ours.label;
    return render_run_results(both);
}

MOEBENCH_DECL std::string render_side_by_side(const ComparisonResult& theirs,
                                              const ComparisonResult& ours) {
    std::vector<detail::TextRow> rows = {{"speedup", "theirs", "ours", "intervals overlap"}};
    std::string sentences;
    for (const auto& arm : theirs.arms) {
        const auto table = detail::arm_table(theirs, arm);
        detail::ArmTable again;
        for (const auto& other : ours.arms) {
            if (other.arm == arm.arm) again = detail::arm_table(ours, other);
        }
        detail::add_rows(arm.arm, table.tested, again.tested, rows);
        detail::add_rows(arm.arm, table.prompts, again.prompts, rows);
        sentences += "theirs  " + arm.arm + ": " + table.sentence + "\n" + "ours    " + arm.arm +
                     ": " + again.sentence + "\n";
    }
    constexpr std::size_t widest[] = {40, 30, 30, 18};
    return detail::text_table(std::move(rows), widest) + sentences;
}

} // namespace moebench
