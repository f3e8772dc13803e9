// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/detail/metric_text.hpp>
#include <moebench/report/detail/shown_text.hpp>

#include <algorithm>

namespace moebench {

namespace detail {

/// "decode +2.1 % [+1.4 %, +2.8 %]"
inline std::string change_text(const MetricComparison& metric) {
    const auto name = metric_word(metric.metric);
    if (!metric.interval) return name;
    const auto& [ratio, lo, hi, confidence] = *metric.interval;
    return name + " " + percent_text(ratio - 1) + " [" + percent_text(lo - 1) + ", " +
           percent_text(hi - 1) + "]";
}

/// Each metric, with its verdict where that is not the arm's.
inline std::string changes_text(const ComparisonResult& result, const ArmResult& arm) {
    std::string text;
    for (const auto& metric : result.tested.metrics) {
        if (metric.arm != arm.arm) continue;
        text += (text.empty() ? "" : ", ") + change_text(metric);
        const auto verdict = verdict_text(result, metric);
        if (verdict != to_string(arm.conclusion)) text += " " + verdict;
    }
    return text.empty() ? "nothing measured" : text;
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
    const auto answers = std::ranges::find(result.answers, arm.arm, &AnswerJudgement::arm);
    return std::string(to_string(arm.conclusion)) + ": " + detail::reason_text(result, arm) +
           detail::changes_text(result, arm) + "; answers " +
           std::string(to_string(answers == result.answers.end() ? AnswerVerdict::not_compared
                                                                 : answers->verdict));
}

} // namespace moebench
