// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/number_text.hpp>
#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/detail/text_table.hpp>
#include <moebench/report/side_by_side.hpp>

#include <vector>

namespace moebench {

namespace detail {

inline const MetricComparison* same_metric(const Comparison& comparison,
                                           const MetricComparison& wanted) {
    for (const auto& metric : comparison.metrics) {
        const bool same = metric.arm == wanted.arm && metric.metric.name == wanted.metric.name &&
                          metric.metric.prompt == wanted.metric.prompt;
        if (same) return &metric;
    }
    return nullptr;
}

inline std::string interval_or_none(const MetricComparison* metric) {
    if (metric == nullptr || !metric->interval) return "-";
    const auto& interval = *metric->interval;
    return interval_text(interval.ratio, interval.lo, interval.hi);
}

inline std::string agreement(const MetricComparison& theirs, const MetricComparison* ours) {
    if (ours == nullptr || !ours->interval || !theirs.interval) return "-";
    const bool apart =
        ours->interval->lo > theirs.interval->hi || ours->interval->hi < theirs.interval->lo;
    return apart ? "no" : "yes";
}

inline void add_rows(const Comparison& theirs, const Comparison& ours, std::vector<TextRow>& rows) {
    for (const auto& metric : theirs.metrics) {
        const auto* again = same_metric(ours, metric);
        const auto& prompt = metric.metric.prompt;
        rows.push_back({(prompt.empty() ? metric.metric.name : prompt) + ", " + metric.arm,
                        interval_or_none(&metric), interval_or_none(again),
                        agreement(metric, again)});
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
    std::vector<detail::TextRow> rows = {{"ratio", "theirs", "ours", "intervals overlap"}};
    detail::add_rows(theirs.tested, ours.tested, rows);
    detail::add_rows(theirs.rows, ours.rows, rows);
    constexpr std::size_t widest[] = {40, 30, 30, 18};
    std::string text = detail::text_table(std::move(rows), widest);
    for (const auto* result : {&theirs, &ours}) {
        for (const auto& arm : result->arms) {
            text += (result == &theirs ? "theirs  " : "ours    ") + arm.arm + ": " +
                    arm_sentence(*result, arm) + "\n";
        }
    }
    return text;
}

} // namespace moebench
