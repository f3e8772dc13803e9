// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_measurement.hpp>
#include <moebench/error.hpp>
#include <moebench/stats/linear_trend.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// What the blocks say of one metric; see compare_boots().
enum class Verdict {
    /// Fewer than three blocks have a ratio.
    too_few_blocks,
    /// The interval reaches beyond the noise threshold and holds 1.
    inconclusive,
    /// The whole interval lies within the noise threshold.
    no_difference,
    /// The interval excludes 1, on the better side.
    faster,
    /// The interval excludes 1, on the other side.
    slower,
};

/// "no difference", "too few blocks" and so on.
std::string_view to_string(Verdict verdict);

/// What compare_boots() is asked.
struct ComparisonPlan {
    /// The first is the reference; each other is compared with it. At least two.
    std::vector<std::string> arms{};
    /// At least one. Holm corrects over all metrics of all arms: leave out what nobody asked for.
    std::vector<Metric> metrics{};
    /// That no `faster` or `slower` of them all is false.
    double confidence = 0.95;
    /// A ratio between 1/(1 + this) and 1 + this is no difference, for a rate and a time alike.
    double noise_threshold = 0.01;
};

/// One metric of one arm on its own.
struct ArmFigures {
    /// What was measured.
    Metric metric{};
    /// On which arm.
    std::string arm{};
    /// How many have the metric.
    int boots = 0;
    /// Geometric mean over the boots, in the metric's unit; absent without boots.
    std::optional<double> typical{};
    /// Standard deviation of the boots' logarithms, 0.01 is 1 %; absent below two boots.
    std::optional<double> between_boots{};
    /// See spread_within_boots().
    std::optional<double> within_boots{};
    /// Of the logarithm over the blocks: -0.01 a block is 1 % slower with each (of a rate).
    std::optional<LinearTrend> drift{};
    /// Blocks whose boot lies far from the arm's others (see outliers(), with the noise threshold
    /// as the least distance). They are in every figure: they are named, not dropped.
    std::vector<int> outlier_blocks{};
};

/// What one block says.
struct BlockRatio {
    /// From 0.
    int block = 0;
    /// ln(arm / reference).
    double log_ratio = 0;
};

/// A block that has no ratio, and why, in words.
struct LeftOutBlock {
    /// From 0.
    int block = 0;
    /// "b2048 has no boot", "the arms did unequal work".
    std::string why{};
};

/// A ratio and where it may lie.
struct RatioInterval {
    /// Arm / reference: exp of the mean log ratio.
    double ratio = 1;
    /// Lower end.
    double lo = 1;
    /// Upper end.
    double hi = 1;
    /// The level of this interval: plan.confidence or, by Holm, above.
    double confidence = 0;
};

/// One metric of one arm against the reference.
struct MetricComparison {
    /// What was compared.
    Metric metric{};
    /// The arm that stands above the line.
    std::string arm{};
    /// Those that have a ratio, in order.
    std::vector<BlockRatio> blocks{};
    /// The others.
    std::vector<LeftOutBlock> left_out{};
    /// The paired t interval at the level of this metric's Holm step, so that it excludes 1 exactly
    /// when Holm rejects; see holm() for what it covers. Absent below two blocks.
    std::optional<RatioInterval> interval{};
    /// Of the paired t test, two-sided.
    std::optional<double> p_value{};
    /// The same by Holm over all metrics of all arms.
    std::optional<double> adjusted_p{};
    /// Half the Bonferroni interval (confidence shared by all metrics of all arms): 0.01 is 1 %. It
    /// knows nothing of the ratio itself, so one may stop by it; see may_stop().
    std::optional<double> precision{};
    /// Of the log ratio over the blocks: does the difference itself grow or shrink?
    std::optional<LinearTrend> drift{};
    /// What follows from the interval.
    Verdict verdict = Verdict::too_few_blocks;
    /// When inconclusive: how many more blocks would likely decide; absent if that is hopeless.
    std::optional<int> more_boots{};
};

/// What compare_boots() found.
struct Comparison {
    /// Metric by metric, each with the arms in the plan's order.
    std::vector<ArmFigures> arms{};
    /// The same without the reference.
    std::vector<MetricComparison> metrics{};
};

/// From the boots' samples to verdicts. Per block the log of arm over reference (log_boot_value());
/// over the blocks the paired t interval, at the level that Holm's procedure over all metrics and
/// arms gave this one. Below three blocks there is no verdict. `no_difference` when the interval
/// lies inside the noise threshold, also when it excludes 1: a difference nobody would notice is
/// none. Else `faster` or `slower` when it excludes 1, else `inconclusive`.
///
/// A block enters a metric when both its boots have it and did equal work; otherwise it is left out
/// and said so. The false `faster` or `slower`, at least one over all metrics and arms, have a
/// chance of at most 1 - confidence where log ratios are normal; the tests measure other noise.
///
/// Errors: Errc::invalid_option for a plan with fewer than two arms, an arm twice, no metric, a
/// confidence outside (0, 1) or a negative threshold, and for a boot of an unknown arm.
Result<Comparison> compare_boots(const ComparisonPlan& plan,
                                 std::span<const BootMeasurement> boots);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/comparison.ipp>
#endif
