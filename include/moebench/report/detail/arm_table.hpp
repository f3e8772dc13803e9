// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/detail/metric_text.hpp>
#include <moebench/report/detail/setup_text.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace moebench::detail {

/// A metric of an arm beside the baseline's.
struct MetricRow {
    const MetricComparison* metric = nullptr;
    /// "prefill"; of a single prompt "pp512 prefill".
    std::string label;
    /// The typical values, as "919.8 tok/s".
    std::string baseline = "-", arm = "-";
    /// "1.059 [1.046, 1.073] 98.3 %": the level only where it is not the table's.
    std::string ratio;
    /// "faster", "confounded". Empty for what is not tested.
    std::string verdict;
    /// Rounds in which a boot of the arm or of the baseline is an outlier.
    std::vector<int> outlier_blocks;
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

    /// Whether a row is a time, which is better when it is lower.
    bool has_times() const {
        const auto time = [](const MetricRow& row) { return is_time(row.metric->metric); };
        return std::ranges::any_of(tested, time) || std::ranges::any_of(prompts, time);
    }
};

/// "1.021 [1.014, 1.028]", and its level where it is not the usual one.
inline std::string ratio_cell(const MetricComparison& metric, double usual_level) {
    if (metric.interval) {
        const auto& [ratio, lo, hi, level] = *metric.interval;
        const bool other_level = std::fabs(level - usual_level) > 5e-5;
        return interval_text(ratio, lo, hi) + (other_level ? " " + level_text(level) : "");
    }
    if (metric.blocks.empty()) return "-";
    return ratio_text(std::exp(metric.blocks.front().log_ratio)) + " (1 round)";
}

inline MetricRow metric_row(const ComparisonResult& result, const Comparison& of,
                            const MetricComparison& metric) {
    MetricRow row;
    row.metric = &metric;
    row.label = metric_label(metric.metric);
    row.ratio = ratio_cell(metric, result.experiment.confidence);
    for (const auto& figures : of.arms) {
        const bool own = figures.arm == metric.arm;
        const bool same = figures.metric.name == metric.metric.name &&
                          figures.metric.prompt == metric.metric.prompt;
        if (!same || (!own && figures.arm != baseline_of(result))) continue;
        if (figures.typical) {
            (own ? row.arm : row.baseline) = quantity_text(metric.metric, *figures.typical);
        }
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
    return table;
}

} // namespace moebench::detail
