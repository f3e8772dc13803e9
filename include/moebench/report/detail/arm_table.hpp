// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/detail/metric_text.hpp>
#include <moebench/report/detail/setup_text.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace moebench::detail {

/// A metric of an arm beside the baseline's.
struct MetricRow {
    const MetricComparison* metric = nullptr;
    /// "prefill"; of a single prompt "pp512", or "pp512 TTFT" beside another metric.
    std::string label;
    /// The typical values.
    std::optional<double> baseline, arm;
    /// "1.059", "1.059 (1 round)", "-"
    std::string speedup;
    /// "[1.046, 1.073]", and " 98.3 %" where its level is not the table's. May be empty.
    std::string interval, level;
    /// "faster", "confounded". Empty for what is not tested.
    std::string verdict;
    /// Rounds in which a boot of the arm or of the baseline is an outlier.
    std::vector<int> outlier_blocks;

    std::string baseline_text() const { return quantity_text(metric->metric, baseline); }

    std::string arm_text() const { return quantity_text(metric->metric, arm); }

    /// "1.059 [1.046, 1.073]"
    std::string speedup_text() const { return speedup + (interval.empty() ? "" : " ") + interval; }
};

/// An arm against the baseline.
struct ArmTable {
    std::string name;
    ArmConclusion conclusion = ArmConclusion::inconclusive;
    /// See arm_sentence().
    std::string sentence;
    /// The verdicts of its metrics count.
    bool decided = true;
    std::vector<MetricRow> tested, prompts;
};

inline void set_speedup(MetricRow& row, double usual_level) {
    const auto& metric = *row.metric;
    row.speedup = "-";
    if (const auto interval = speedup(metric)) {
        const auto& [ratio, lo, hi, level] = *interval;
        const bool other_level = std::fabs(level - usual_level) > 5e-5;
        row.speedup = ratio_text(ratio);
        row.interval = "[" + ratio_text(lo) + ", " + ratio_text(hi) + "]";
        if (other_level) row.level = " " + level_text(level);
    } else if (!metric.blocks.empty()) {
        const double log = speed_log(metric.metric, metric.blocks.front().log_ratio);
        row.speedup = ratio_text(std::exp(log)) + " (1 round)";
    }
}

/// llama-bench's name of the row, such as pp512, says which rate it is.
inline void shorten_labels(std::vector<MetricRow>& rows) {
    for (auto& row : rows) {
        const auto& own = row.metric->metric;
        const auto rates = std::ranges::count_if(rows, [&](const MetricRow& other) {
            return other.metric->metric.prompt == own.prompt && !is_time(other.metric->metric);
        });
        if (rates == 1 && !is_time(own) && !own.prompt.empty()) row.label = own.prompt;
    }
}

inline MetricRow metric_row(const ComparisonResult& result, const Comparison& of,
                            const MetricComparison& metric) {
    MetricRow row;
    row.metric = &metric;
    row.label = metric_label(metric.metric);
    set_speedup(row, result.experiment.confidence);
    for (const auto& figures : of.arms) {
        const bool own = figures.arm == metric.arm;
        const bool same = figures.metric.name == metric.metric.name &&
                          figures.metric.prompt == metric.metric.prompt;
        if (!same || (!own && figures.arm != baseline_of(result))) continue;
        (own ? row.arm : row.baseline) = figures.typical;
        row.outlier_blocks.insert(row.outlier_blocks.end(), figures.outlier_blocks.begin(),
                                  figures.outlier_blocks.end());
    }
    return row;
}

inline ArmTable arm_table(const ComparisonResult& result, const ArmResult& arm) {
    ArmTable table;
    table.name = arm.arm;
    table.conclusion = arm.conclusion;
    table.sentence = arm_sentence(result, arm);
    table.decided = !verdict_obstacle(result, arm.arm);
    for (const auto& metric : result.tested.metrics) {
        if (metric.arm != arm.arm) continue;
        table.tested.push_back(metric_row(result, result.tested, metric));
        table.tested.back().verdict = verdict_text(result, metric);
    }
    for (const auto& metric : result.rows.metrics) {
        if (metric.arm == arm.arm) table.prompts.push_back(metric_row(result, result.rows, metric));
    }
    shorten_labels(table.prompts);
    return table;
}

} // namespace moebench::detail
