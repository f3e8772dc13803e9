// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison.hpp>
#include <moebench/compare/detail/boot_value.hpp>
#include <moebench/stats/detail/confidence_sequence.hpp>
#include <moebench/stats/detail/holm.hpp>
#include <moebench/stats/detail/outliers.hpp>
#include <moebench/stats/detail/paired_t.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace moebench {

namespace detail {

/// By arm, then by block; several boots when the caller passed the same block twice.
using BootsOfArms = std::map<std::string, std::map<int, std::vector<const BootMeasurement*>>>;

inline ArmFigures arm_figures(const Metric& metric, const std::string& arm,
                              const BootsOfArms& boots, double least_distance) {
    ArmFigures figures{.metric = metric, .arm = arm};
    std::vector<double> blocks, logs;
    std::vector<const BootMeasurement*> all;
    for (const auto& [block, of_block] : boots.at(arm)) {
        for (const auto* boot : of_block) {
            const auto value = log_boot_value(*boot, metric);
            if (!value) continue;
            blocks.push_back(block);
            logs.push_back(*value);
            all.push_back(boot);
        }
    }
    figures.boots = static_cast<int>(logs.size());
    if (logs.size() == 1) figures.typical = std::exp(logs[0]);
    if (const auto t = paired_t(logs)) {
        figures.typical = std::exp(t->mean);
        figures.between_boots = t->stddev;
    }
    figures.within_boots = spread_within_boots(all, metric);
    figures.drift = linear_trend(blocks, logs);
    for (const auto index : outliers(logs, least_distance)) {
        figures.outlier_blocks.push_back(all[index]->block);
    }
    return figures;
}

/// The log ratio of one block, or why it has none.
inline std::pair<double, std::string> block_ratio(const Metric& metric, const std::string& baseline,
                                                  const std::string& arm, int block,
                                                  const BootsOfArms& boots) {
    const BootMeasurement* pair[2] = {};
    double logs[2] = {};
    const std::string* const names[2] = {&baseline, &arm};
    for (const int side : {0, 1}) {
        const auto& blocks = boots.at(*names[side]);
        const auto found = blocks.find(block);
        if (found == blocks.end()) return {0, *names[side] + " has no boot"};
        if (found->second.size() > 1) return {0, *names[side] + " has more than one boot"};
        pair[side] = found->second.front();
        const auto value = log_boot_value(*pair[side], metric);
        if (!value) return {0, *names[side] + " has no value above zero"};
        logs[side] = *value;
    }
    if (!equal_work(*pair[0], *pair[1], metric)) return {0, "the arms did unequal work"};
    return {logs[1] - logs[0], {}};
}

inline MetricComparison block_ratios(const Metric& metric, const std::string& baseline,
                                     const std::string& arm, const std::set<int>& blocks,
                                     const BootsOfArms& boots) {
    MetricComparison result{.metric = metric, .arm = arm};
    std::vector<double> places, logs;
    for (const int block : blocks) {
        auto [log_ratio, why] = block_ratio(metric, baseline, arm, block, boots);
        if (!why.empty()) {
            result.left_out.push_back({block, std::move(why)});
            continue;
        }
        result.blocks.push_back({block, log_ratio});
        places.push_back(block);
        logs.push_back(log_ratio);
    }
    result.drift = linear_trend(places, logs);
    return result;
}

/// The t test of the block ratios; of more blocks than planned, its confidence sequence.
class RatioTest {
public:
    RatioTest(const PairedT& t, int planned_blocks) : t_(t) {
        const int planned = std::max(planned_blocks, blocks_for_verdict);
        if (planned_blocks > 0 && t.pairs > planned) sequence_.emplace(planned);
    }

    const PairedT& t() const { return t_; }
    double p_value() const { return sequence_ ? sequence_->p_value(t_) : t_.p_value(); }
    double half_width(double alpha) const {
        return sequence_ ? t_.stddev * sequence_->half_width(t_.pairs, alpha)
                         : t_.half_width(alpha);
    }

private:
    PairedT t_;
    std::optional<ConfidenceSequence> sequence_;
};

/// `alpha`: level of the one-sided tests.
inline void judge(MetricComparison& result, const RatioTest& test, const HolmStep& step,
                  double alpha, double threshold) {
    const PairedT& t = test.t();
    const double half = test.half_width(step.alpha);
    result.interval = RatioInterval{.ratio = std::exp(t.mean),
                                    .lo = std::exp(t.mean - half),
                                    .hi = std::exp(t.mean + half),
                                    .confidence = 1 - step.alpha};
    result.adjusted_p = step.adjusted_p;
    if (t.pairs < blocks_for_verdict) return;
    const double gain = result.metric.better == Better::higher ? t.mean : -t.mean;
    const double one_sided = test.half_width(std::min(1.0, 2 * alpha));
    result.no_worse = gain - one_sided >= -threshold;
    result.regressed = gain + half < -threshold;
    if (result.no_worse && gain + one_sided <= threshold) {
        result.verdict = Verdict::no_difference;
    } else if (std::fabs(gain) > half) {
        result.verdict = gain > 0 ? Verdict::faster : Verdict::slower;
    } else {
        result.verdict = Verdict::inconclusive;
        result.more_boots = more_pairs_to_decide(t, step.alpha, threshold);
    }
}

inline void judge_all(std::vector<MetricComparison>& results, const ComparisonPlan& plan) {
    const double alpha = 1 - plan.confidence;
    std::vector<MetricComparison*> tested;
    std::vector<RatioTest> tests;
    std::vector<double> p_values;
    for (auto& result : results) {
        std::vector<double> logs;
        for (const auto& block : result.blocks) logs.push_back(block.log_ratio);
        const auto t = paired_t(logs);
        if (!t) continue;
        const RatioTest test(*t, plan.planned_blocks);
        result.p_value = test.p_value();
        result.precision = std::expm1(test.half_width(alpha / static_cast<double>(results.size())));
        tested.push_back(&result);
        tests.push_back(test);
        p_values.push_back(*result.p_value);
    }
    const auto steps = holm(p_values, alpha);
    for (std::size_t i = 0; i < tested.size(); ++i) {
        judge(*tested[i], tests[i], steps[i], alpha, noise_band(plan.noise_threshold));
    }
}

} // namespace detail

MOEBENCH_DECL std::string_view to_string(Verdict verdict) {
    switch (verdict) {
    case Verdict::too_few_blocks: return "too few blocks";
    case Verdict::inconclusive: return "inconclusive";
    case Verdict::no_difference: return "no difference";
    case Verdict::faster: return "faster";
    case Verdict::slower: return "slower";
    }
    return {};
}

MOEBENCH_DECL Result<void> check(const ComparisonPlan& plan) {
    const auto fault = [](const std::string& what) {
        return fail(Errc::invalid_option, "comparison: " + what);
    };
    if (plan.arms.size() < 2) return fault("at least two arms are needed");
    std::set<std::string> names;
    for (const auto& arm : plan.arms) {
        if (arm.empty()) return fault("an arm has no name");
        if (!names.insert(arm).second) return fault("two arms are called " + arm);
    }
    if (plan.metrics.empty()) return fault("no metric to compare");
    if (!(plan.confidence > 0) || !(plan.confidence < 1))
        return fault("the confidence must be between 0 and 1");
    if (!(plan.noise_threshold >= 0)) return fault("the noise threshold is negative");
    return {};
}

MOEBENCH_DECL double noise_band(double noise_threshold) { return std::log1p(noise_threshold); }

MOEBENCH_DECL Result<Comparison> compare_boots(const ComparisonPlan& plan,
                                               std::span<const BootMeasurement> boots) {
    if (auto checked = check(plan); !checked) return checked.error();
    detail::BootsOfArms of_arms;
    for (const auto& arm : plan.arms) of_arms[arm];
    std::set<int> blocks;
    for (const auto& boot : boots) {
        const auto arm = of_arms.find(boot.arm);
        if (arm == of_arms.end()) {
            return fail(Errc::invalid_option, "comparison: a boot of an unknown arm: " + boot.arm);
        }
        arm->second[boot.block].push_back(&boot);
        blocks.insert(boot.block);
    }

    Comparison result;
    const auto& baseline = plan.arms.front();
    for (const auto& metric : plan.metrics) {
        for (const auto& arm : plan.arms) {
            result.arms.push_back(
                detail::arm_figures(metric, arm, of_arms, noise_band(plan.noise_threshold)));
            if (arm == baseline) continue;
            result.metrics.push_back(detail::block_ratios(metric, baseline, arm, blocks, of_arms));
        }
    }
    detail::judge_all(result.metrics, plan);
    return result;
}

} // namespace moebench
