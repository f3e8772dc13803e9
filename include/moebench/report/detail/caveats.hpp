// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/input_caveats.hpp>
#include <moebench/report/detail/merged_lines.hpp>
#include <moebench/report/detail/metric_text.hpp>
#include <moebench/report/detail/setup_text.hpp>
#include <moebench/stats/detail/more_pairs_range.hpp>
#include <moebench/stats/detail/student_t.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reasons to trust a comparison less, line by line. Nothing here is escaped.
namespace moebench::detail {

inline std::string round_text(int block) { return "round " + std::to_string(block + 1); }

inline std::string p_text(double p) { return p < 0.001 ? "p < 0.001" : "p " + fixed_text(p, 3); }

/// The change that 80 % of comparisons with so many rounds of this spread would find: "0.72 %". The
/// usual approximation of the power of a t test, as in more_pairs_to_decide().
inline std::string reach_text(double spread, int blocks, double confidence) {
    const double t =
        student_t_quantile((1 + confidence) / 2, blocks - 1) + student_t_quantile(0.8, blocks - 1);
    return size_text(std::expm1(t * spread / std::sqrt(static_cast<double>(blocks))));
}

/// What a build against itself says about this machine.
inline std::string null_spread_line(const ComparisonResult& result, const NullSpread& null) {
    if (!null.farthest_ratio) return "no round";
    std::string line;
    if (null.spread) line += "spread " + size_text(*null.spread) + " per round, ";
    line += "farthest speedup " +
            ratio_text(is_time(null.metric) ? 1 / *null.farthest_ratio : *null.farthest_ratio) +
            "; ";
    if (null.told_apart) {
        return line + "FALSE DIFFERENCE: this machine shows a build as faster or slower than "
                      "itself. By chance that happens in one A/A of twenty; otherwise no verdict "
                      "here can be trusted";
    }
    line += "no false difference";
    if (!null.spread) return line;
    const int blocks = std::max(measured_blocks(result), 2);
    return line + "; with " + count_text(blocks, "round") + " a change of " +
           reach_text(*null.spread, blocks, result.experiment.confidence) +
           " is found in 80 % of comparisons";
}

/// Boots that did not complete, and marks of those that did.
inline Lines mark_lines(const ComparisonResult& result) {
    Lines lines;
    for (const auto& boot : result.boots) {
        std::string name = boot.arm + ", ";
        if (boot.purpose != BootPurpose::measured) {
            name += std::string(to_string(boot.purpose)) + " ";
        }
        name += round_text(boot.block) + ": ";
        if (boot.outcome != Outcome::completed) {
            lines.push_back(name + std::string(to_string(boot.outcome)) +
                            (boot.failure.empty() ? "" : ": " + headline(boot.failure)));
        }
        for (const auto& mark : boot.marks) {
            lines.push_back(name + mark.name + (mark.why.empty() ? "" : ": " + mark.why));
        }
    }
    return lines;
}

inline Lines outlier_lines(const ComparisonResult& result) {
    MergedLines lines;
    for (const auto& figures : result.tested.arms) {
        for (const int block : figures.outlier_blocks) {
            lines.add(figures.arm + ", " + round_text(block), metric_word(figures.metric),
                      " far from the arm's other boots (still counted)");
        }
    }
    return lines.take();
}

/// A drift is told when its p-value is below this. All drifts share 5 %: where there is none, one
/// or more are told in at most 5 % of comparisons.
inline double drift_level(const Comparison& comparison) {
    const auto tests = comparison.metrics.size() + comparison.arms.size();
    return 0.05 / static_cast<double>(std::max<std::size_t>(tests, 1));
}

/// "+0.30 % per round, p 0.02"; empty where there is no significant drift.
inline std::string drift_text(const Metric& metric, const std::optional<LinearTrend>& drift,
                              double level) {
    if (!drift || drift->p_value >= level) return "";
    return speed_change(metric, drift->slope) + " per round, " + p_text(drift->p_value);
}

inline Lines drift_lines(const ComparisonResult& result) {
    Lines lines;
    const double level = drift_level(result.tested);
    for (const auto& metric : result.tested.metrics) {
        const auto drift = drift_text(metric.metric, metric.drift, level);
        if (drift.empty()) continue;
        lines.push_back(metric.arm + ": the speedup of " + metric_word(metric.metric) +
                        " drifts (" + drift + "): the difference itself is not steady");
    }
    for (const auto& arm : result.experiment.arms) {
        std::string of_arm;
        for (const auto& figures : result.tested.arms) {
            const auto drift = drift_text(figures.metric, figures.drift, level);
            if (figures.arm != arm || drift.empty()) continue;
            if (!of_arm.empty()) of_arm += ", ";
            of_arm += speed_word(figures.metric) + " (" + drift + ")";
        }
        if (of_arm.empty()) continue;
        lines.push_back(arm + " on its own drifts: " + of_arm +
                        "; drift that all arms share cancels out in each round");
    }
    return lines;
}

inline Lines left_out_lines(const ComparisonResult& result) {
    MergedLines lines;
    for (const auto& metric : result.tested.metrics) {
        for (const auto& block : metric.left_out) {
            lines.add(metric.arm + ", " + round_text(block.block) + " left out of",
                      metric_word(metric.metric), " (" + block.why + ")");
        }
    }
    return lines.take();
}

/// How long so many blocks would take, in seconds, by the measured boots so far. Zero: not known.
inline double blocks_s(const ComparisonResult& result, int blocks) {
    double sum = 0;
    int boots = 0;
    for (const auto& boot : result.boots) {
        if (boot.purpose != BootPurpose::measured) continue;
        sum += boot.took_s;
        ++boots;
    }
    if (boots == 0) return 0;
    return sum / boots * blocks * static_cast<double>(result.experiment.arms.size());
}

/// ": 30 to 60 more rounds would decide in 8 of 10 cases (5 h 0 min to 9 h 10 min)"
inline std::string more_blocks_text(const ComparisonResult& result,
                                    const MetricComparison& metric) {
    std::vector<double> logs;
    for (const auto& block : metric.blocks) logs.push_back(block.log_ratio);
    const auto t = paired_t(logs);
    const ConfidenceSequence sequence(std::max(result.experiment.max_boots, blocks_for_verdict));
    const auto more = !t || !metric.interval
                          ? std::nullopt
                          : more_pairs_range(*t, sequence, 1 - metric.interval->confidence,
                                             noise_band(result.experiment.noise_threshold));
    if (!more) return ": more rounds would hardly decide: there is too much noise";
    const double least_s = blocks_s(result, more->least);
    if (!more->most) {
        return ": " + std::to_string(more->least) + " or many more rounds would decide" +
               (least_s > 0 ? " (" + span_text(least_s) + " or more)" : "");
    }
    return ": " + std::to_string(more->least) + " to " + count_text(*more->most, "more round") +
           " would decide in 8 of 10 cases" +
           (least_s > 0 ? " (" + span_text(least_s) + " to " +
                              span_text(blocks_s(result, *more->most)) + ")"
                        : "");
}

inline void add_more_boots(const ComparisonResult& result, const MetricComparison& metric,
                           MergedLines& lines) {
    const auto name = metric_word(metric.metric);
    if (metric.verdict == Verdict::too_few_blocks) {
        const auto missing = blocks_for_verdict - static_cast<int>(metric.blocks.size());
        lines.add(metric.arm, name,
                  ": " + count_text(std::max(missing, 1), "more round") + " needed for a verdict");
    } else if (metric.verdict == Verdict::inconclusive) {
        lines.add(metric.arm, name, more_blocks_text(result, metric));
    }
}

inline bool answers_forbid(const ComparisonResult& result, std::string_view arm) {
    const auto judged = std::ranges::find(result.answers, arm, &AnswerJudgement::arm);
    return judged != result.answers.end() && judged->verdict >= AnswerVerdict::divergent;
}

inline Lines to_be_surer(const ComparisonResult& result) {
    MergedLines merged;
    for (const auto& metric : result.tested.metrics) {
        // more rounds would remove neither
        if (verdict_obstacle(result, metric.arm) || answers_forbid(result, metric.arm)) continue;
        // nobody asks an A/A for a verdict
        if (!result.experiment.aa || metric.verdict == Verdict::too_few_blocks) {
            add_more_boots(result, metric, merged);
        }
    }
    Lines lines = merged.take();
    if (std::ranges::any_of(result.differences, &Difference::confounds)) {
        lines.emplace_back("make what is CONFOUNDED the same in all arms, or declare it");
    }
    if (!result.null_spread && !result.tested.metrics.empty()) {
        lines.emplace_back("an A/A run would show whether this machine finds a difference between "
                           "a build and itself");
    }
    return lines;
}

/// Reasons of one kind.
struct Caveat {
    /// "boots to look at"
    std::string heading;
    Lines lines;
};

inline Lines extension_lines(const ComparisonResult& result) {
    const auto& experiment = result.experiment;
    if (experiment.extended_boots == 0) return {};
    return {
        "up to " + count_text(experiment.extended_boots, "round") + " instead of " +
        std::to_string(experiment.max_boots) +
        ", decided after a look at the results: the intervals are wider, so that they stay valid "
        "however often one looks and goes on (a confidence sequence)"};
}

inline std::vector<Caveat> caveats_of(const ComparisonResult& result) {
    std::vector<Caveat> caveats = {{"more rounds than planned", extension_lines(result)},
                                   {"not known, so not compared", unknown_lines(result)},
                                   {"the same program", same_program_lines(result)},
                                   {"boots to look at", mark_lines(result)},
                                   {"outliers", outlier_lines(result)},
                                   {"drift", drift_lines(result)},
                                   {"rounds left out", left_out_lines(result)}};
    std::erase_if(caveats, [](const auto& caveat) { return caveat.lines.empty(); });
    return caveats;
}

} // namespace moebench::detail
