// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/detail/disturbance_text.hpp>
#include <moebench/report/detail/metric_text.hpp>
#include <moebench/report/detail/shown_text.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace moebench {

namespace detail {

/// "decode +2.1 % [+1.4 %, +2.8 %]"
inline std::string change_text(const MetricComparison& metric) {
    const auto interval = speedup(metric);
    if (!interval) return metric_word(metric.metric);
    return speed_word(metric.metric) + " " + percent_text(interval->ratio - 1) + " [" +
           percent_text(interval->lo - 1) + ", " + percent_text(interval->hi - 1) + "]";
}

/// Each metric, with its verdict where that is not the arm's; what is decided comes first.
inline std::string changes_text(const ComparisonResult& result, const ArmResult& arm) {
    std::vector<const MetricComparison*> metrics;
    for (const auto& metric : result.tested.metrics) {
        if (metric.arm == arm.arm) metrics.push_back(&metric);
    }
    std::ranges::stable_sort(metrics, std::greater(), &MetricComparison::verdict);
    std::string text;
    for (const auto* metric : metrics) {
        text += (text.empty() ? "" : ", ") + change_text(*metric);
        const auto verdict = verdict_text(result, *metric);
        if (verdict != conclusion_text(arm.conclusion)) text += " " + verdict;
    }
    return text.empty() ? "nothing measured" : text;
}

/// Names two rows whose change in a tested metric is shown to be opposite: "prefill differs from
/// row to row: pp512 -15.0 %, pp512 @ d1024 +930 %; ". One ratio over both says little.
inline std::string opposite_rows_text(const ComparisonResult& result, const ArmResult& arm) {
    std::string text;
    for (const auto& metric : result.tested.metrics) {
        if (metric.arm != arm.arm) continue;
        const MetricComparison *lowest = nullptr, *highest = nullptr;
        for (const auto& row : result.rows.metrics) {
            if (row.arm != arm.arm || row.metric.name != metric.metric.name || !row.interval) {
                continue;
            }
            const double noise = std::exp(noise_band(result.experiment.noise_threshold));
            const auto& [ratio, lo, hi, level] = *row.interval;
            if (hi < 1 / noise && (!lowest || ratio < lowest->interval->ratio)) lowest = &row;
            if (lo > noise && (!highest || ratio > highest->interval->ratio)) highest = &row;
        }
        if (!lowest || !highest) continue;
        const auto row_text = [&](const MetricComparison& row) {
            return row.metric.prompt + " " +
                   speed_change(metric.metric, std::log(row.interval->ratio));
        };
        text += speed_word(metric.metric) + " differs from row to row: " + row_text(*lowest) +
                ", " + row_text(*highest) + "; ";
    }
    return text;
}

/// Why there is no verdict on an arm's speed; empty where there is one.
inline std::string reason_text(const ComparisonResult& result, const ArmResult& arm) {
    if (arm.conclusion == ArmConclusion::machine_unfit) {
        return "this machine finds a difference between a build and itself; ";
    }
    if (arm.conclusion == ArmConclusion::failed) {
        const auto* boot = failed_boot(result, arm.arm);
        return boot ? "a boot of " + boot->arm + ", " + headline(boot->failure) + "; " : "";
    }
    if (arm.conclusion != ArmConclusion::confounded) return {};
    const auto* difference = confounding_difference(result, arm.arm);
    return difference ? "undeclared difference in " + difference->what + ", " +
                            difference->baseline + " against " + difference->value + "; "
                      : "";
}

} // namespace detail

MOEBENCH_DECL std::string arm_sentence(const ComparisonResult& result, const ArmResult& arm) {
    auto text = detail::conclusion_text(arm.conclusion) + ": " + detail::reason_text(result, arm) +
                detail::changes_text(result, arm) + "; " + detail::opposite_rows_text(result, arm) +
                detail::disturbances_text(result, arm.arm);
    const bool said = arm.conclusion == ArmConclusion::answers_broken ||
                      arm.conclusion == ArmConclusion::answers_divergent;
    if (said) return text.substr(0, text.size() - 2); // without "; "
    const auto answers = std::ranges::find(result.answers, arm.arm, &AnswerJudgement::arm);
    const auto verdict =
        answers == result.answers.end() ? AnswerVerdict::not_compared : answers->verdict;
    return text + "answers " + std::string(to_string(verdict));
}

} // namespace moebench
