// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/judge_answers.hpp>
#include <moebench/compare/comparison_result.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace moebench {

namespace detail {

inline std::vector<BootMeasurement> measurements(std::span<const BootRecord> boots,
                                                 BootPurpose purpose) {
    std::vector<BootMeasurement> result;
    for (const auto& boot : boots) {
        if (boot.purpose == purpose && boot.outcome == Outcome::completed) {
            result.push_back(measurement(boot));
        }
    }
    return result;
}

inline bool has(std::span<const BootMeasurement> boots, std::string_view metric) {
    return std::any_of(boots.begin(), boots.end(), [&](const BootMeasurement& boot) {
        return std::any_of(boot.prompts.begin(), boot.prompts.end(), [&](const auto& prompt) {
            return prompt.values.contains(std::string(metric));
        });
    });
}

inline Metric metric_of(std::string_view name) {
    const bool rate = name.ends_with("_per_s");
    return {.name = std::string(name), .better = rate ? Better::higher : Better::lower};
}

/// The wait for the first token; of plain replies, for the last.
inline std::string_view wait_name(std::span<const BootMeasurement> boots) {
    return has(boots, "ttft_s") ? "ttft_s" : "latency_s";
}

/// What gets a verdict: as asked for, else the usual metrics, else the wait.
inline std::vector<Metric> tested_metrics(const std::vector<std::string>& wanted,
                                          std::span<const BootMeasurement> boots) {
    std::vector<Metric> metrics;
    for (const auto name : tested_metric_names) {
        if (is_asked(name, wanted) && has(boots, name)) metrics.push_back(metric_of(name));
    }
    if (metrics.empty() && wanted.empty() && has(boots, wait_name(boots))) {
        metrics.push_back(metric_of(wait_name(boots)));
    }
    return metrics;
}

/// The wait if it is not tested, and each prompt's own rates in the order in which they are asked.
inline std::vector<Metric> row_metrics(const std::vector<Metric>& tested,
                                       std::span<const BootMeasurement> boots) {
    std::vector<Metric> metrics;
    const auto wait = wait_name(boots);
    const auto is_wait = [&](const Metric& metric) { return metric.name == wait; };
    if (has(boots, wait) && !std::ranges::any_of(tested, is_wait)) {
        metrics.push_back(metric_of(wait));
    }
    std::set<std::string> seen;
    for (const auto& boot : boots) {
        for (const auto& prompt : boot.prompts) {
            if (!seen.insert(prompt.prompt).second) continue;
            for (const char* rate : {"prefill_tokens_per_s", "decode_tokens_per_s"}) {
                if (!prompt.values.contains(rate)) continue;
                metrics.push_back({.name = rate, .prompt = prompt.prompt});
            }
        }
    }
    return metrics;
}

inline ComparisonPlan plan_of(const ExperimentFacts& experiment, std::vector<std::string> arms,
                              std::vector<Metric> metrics) {
    ComparisonPlan plan;
    plan.arms = std::move(arms);
    plan.metrics = std::move(metrics);
    plan.confidence = experiment.confidence;
    plan.noise_threshold = experiment.noise_threshold;
    if (experiment.extended_boots > 0) plan.planned_blocks = experiment.max_boots;
    return plan;
}

inline Comparison compared(const ComparisonPlan& plan, std::span<const BootMeasurement> boots) {
    auto comparison = compare_boots(plan, boots);
    return comparison ? std::move(*comparison) : Comparison();
}

/// Row by row and arm by arm on its own: nothing is corrected for their number.
inline Comparison single_rows(const ExperimentFacts& experiment, const std::vector<Metric>& tested,
                              std::span<const BootMeasurement> boots) {
    Comparison rows;
    for (const auto& metric : row_metrics(tested, boots)) {
        for (std::size_t i = 1; i < experiment.arms.size(); ++i) {
            const std::vector<std::string> pair = {experiment.arms[0], experiment.arms[i]};
            std::vector<BootMeasurement> of_pair;
            for (const auto& boot : boots) {
                if (boot.arm == pair[0] || boot.arm == pair[1]) of_pair.push_back(boot);
            }
            auto row = compare_boots(plan_of(experiment, pair, {metric}), of_pair);
            if (!row) continue;
            if (i == 1) rows.arms.push_back(row->arms.front());
            rows.arms.push_back(row->arms.back());
            rows.metrics.push_back(row->metrics.front());
        }
    }
    return rows;
}

inline std::optional<std::vector<NullSpread>> null_spread_of(const ComparisonResult& result) {
    if (result.experiment.aa) return null_spreads(result.tested);
    const auto boots = measurements(result.boots, BootPurpose::aa);
    if (boots.empty()) return std::nullopt;
    const auto plan = plan_of(result.experiment, {std::begin(aa_arms), std::end(aa_arms)},
                              tested_metrics(result.experiment.metrics, boots));
    return null_spreads(compared(plan, boots));
}

inline ArmConclusion speed_conclusion(const ComparisonResult& result, const std::string& arm) {
    std::set<Verdict> verdicts;
    for (const auto& metric : result.tested.metrics) {
        if (metric.arm == arm) verdicts.insert(metric.verdict);
    }
    const bool faster = verdicts.contains(Verdict::faster);
    if (verdicts.contains(Verdict::slower)) {
        return faster ? ArmConclusion::mixed : ArmConclusion::slower;
    }
    if (faster) return ArmConclusion::faster;
    const auto only = [&](Verdict verdict) { return verdicts == std::set{verdict}; };
    if (verdicts.empty() || only(Verdict::too_few_blocks)) return ArmConclusion::too_few_blocks;
    return only(Verdict::no_difference) ? ArmConclusion::no_difference
                                        : ArmConclusion::inconclusive;
}

inline const AnswerJudgement* judgement_of(const ComparisonResult& result, const std::string& arm) {
    for (const auto& judgement : result.answers) {
        if (judgement.arm == arm) return &judgement;
    }
    return nullptr;
}

/// Whether something of `of` counts for `arm`: its own does, and the baseline's.
inline bool concerns(const ComparisonResult& result, std::string_view of, std::string_view arm) {
    const auto& arms = result.experiment.arms;
    return of == arm || (!arms.empty() && of == arms.front());
}

inline ArmConclusion conclusion_of(const ComparisonResult& result, const std::string& arm) {
    if (const auto* answers = judgement_of(result, arm)) {
        if (answers->verdict == AnswerVerdict::broken) return ArmConclusion::answers_broken;
        if (answers->verdict == AnswerVerdict::divergent) return ArmConclusion::answers_divergent;
    }
    if (failed_boot(result, arm) != nullptr) return ArmConclusion::failed;
    return verdict_obstacle(result, arm).value_or(speed_conclusion(result, arm));
}

} // namespace detail

MOEBENCH_DECL std::string_view to_string(ArmConclusion conclusion) {
    switch (conclusion) {
    case ArmConclusion::answers_broken: return "answers broken";
    case ArmConclusion::answers_divergent: return "answers divergent";
    case ArmConclusion::failed: return "failed";
    case ArmConclusion::confounded: return "confounded";
    case ArmConclusion::machine_unfit: return "no verdict";
    case ArmConclusion::mixed: return "mixed";
    case ArmConclusion::slower: return "slower";
    case ArmConclusion::faster: return "faster";
    case ArmConclusion::too_few_blocks: return "too few blocks";
    case ArmConclusion::no_difference: return "no difference";
    case ArmConclusion::inconclusive: return "inconclusive";
    }
    return {};
}

MOEBENCH_DECL const BootRecord* failed_boot(const ComparisonResult& result, std::string_view arm) {
    for (const auto& boot : result.boots) {
        const bool ended =
            boot.outcome == Outcome::completed || boot.outcome == Outcome::interrupted;
        if (!ended && detail::concerns(result, boot.arm, arm)) return &boot;
    }
    return nullptr;
}

MOEBENCH_DECL const Difference* confounding_difference(const ComparisonResult& result,
                                                       std::string_view arm) {
    for (const auto& each : result.differences) {
        if (each.confounds() && detail::concerns(result, each.arm, arm)) return &each;
    }
    return nullptr;
}

MOEBENCH_DECL std::optional<ArmConclusion> verdict_obstacle(const ComparisonResult& result,
                                                            std::string_view arm) {
    if (confounding_difference(result, arm) != nullptr) return ArmConclusion::confounded;
    if (result.null_spread && std::ranges::any_of(*result.null_spread, &NullSpread::told_apart)) {
        return ArmConclusion::machine_unfit;
    }
    return std::nullopt;
}

MOEBENCH_DECL bool regressed(const ComparisonResult& result, std::string_view arm) {
    return !verdict_obstacle(result, arm) &&
           std::ranges::any_of(result.tested.metrics, [&](const MetricComparison& metric) {
               return metric.arm == arm && metric.regressed;
           });
}

MOEBENCH_DECL bool shown_no_worse(const ComparisonResult& result, std::string_view arm) {
    const auto of_arm = [&](const MetricComparison& metric) { return metric.arm == arm; };
    return !verdict_obstacle(result, arm) && std::ranges::any_of(result.tested.metrics, of_arm) &&
           std::ranges::all_of(result.tested.metrics, [&](const MetricComparison& metric) {
               return !of_arm(metric) || metric.no_worse;
           });
}

MOEBENCH_DECL void conclude(ComparisonResult& result) {
    const auto& experiment = result.experiment;
    const auto boots = detail::measurements(result.boots, BootPurpose::measured);
    const auto plan = detail::plan_of(experiment, experiment.arms,
                                      detail::tested_metrics(experiment.metrics, boots));
    result.tested = detail::compared(plan, boots);
    result.rows = detail::single_rows(experiment, plan.metrics, boots);
    result.disturbances = find_disturbances(plan, boots);
    result.null_spread = detail::null_spread_of(result);
    result.differences = find_differences(experiment.arms, result.boots);
    result.answers = judge_answers(experiment.arms, result.boots, result.script);
    result.arms.clear();
    for (std::size_t i = 1; i < experiment.arms.size(); ++i) {
        const auto& arm = experiment.arms[i];
        result.arms.push_back({arm, detail::conclusion_of(result, arm)});
    }
}

} // namespace moebench
