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

/// The default of ComparisonPlan::confidence.
inline constexpr double default_confidence = 0.95;

/// The default of ComparisonPlan::noise_threshold: 1 %.
inline constexpr double default_noise_threshold = 0.01;

/// The smallest number of blocks that gives a verdict.
inline constexpr int blocks_for_verdict = 3;

/// The verdict on one metric; see compare_boots().
enum class Verdict {
    /// Fewer than blocks_for_verdict have a ratio.
    too_few_blocks,
    /// None of the others is shown.
    inconclusive,
    /// Shown to be within the noise threshold by two one-sided tests (TOST; Schuirmann 1987), each
    /// at the level 1 - confidence.
    no_difference,
    /// The interval excludes 1, on the better side.
    faster,
    /// The interval excludes 1, on the worse side.
    slower,
};

/// "no difference", "too few blocks" and so on.
std::string_view to_string(Verdict verdict);

/// What compare_boots() compares, and how strictly.
struct ComparisonPlan {
    /// The first is the baseline; each other is compared with it. At least two.
    std::vector<std::string> arms{};
    /// At least one. Holm's procedure corrects for all metrics of all arms, so each metric makes
    /// the intervals of the others wider.
    std::vector<Metric> metrics{};
    /// The probability that none of the verdicts `faster` and `slower` is false.
    double confidence = default_confidence;
    /// A ratio between 1/(1 + this) and 1 + this is no difference, for rates and for times.
    double noise_threshold = default_noise_threshold;
    /// The number of blocks that was fixed before the first one. Intervals and verdicts of more
    /// blocks stay valid however often one looks and goes on; they are wider. Zero: there are no
    /// more.
    int planned_blocks = 0;
};

/// Errors: Errc::invalid_option for fewer than two arms, an arm twice or without a name, no metric,
/// a confidence outside (0, 1) or a negative threshold.
Result<void> check(const ComparisonPlan& plan);

/// Log ratios between minus and plus this are within the noise threshold.
double noise_band(double noise_threshold);

/// One metric of one arm, before any comparison.
struct ArmFigures {
    /// What was measured.
    Metric metric{};
    /// The measured arm.
    std::string arm{};
    /// Number of boots that have the metric.
    int boots = 0;
    /// Geometric mean over the boots, in the metric's unit; absent without boots.
    std::optional<double> typical{};
    /// Standard deviation of the boots' logarithms, 0.01 is 1 %; absent for fewer than two boots.
    std::optional<double> between_boots{};
    /// See spread_within_boots().
    std::optional<double> within_boots{};
    /// The trend of the logarithm over the blocks. For a rate, a slope of -0.01 is 1 % slower in
    /// each block.
    std::optional<LinearTrend> drift{};
    /// Blocks whose boot is far from the other boots of the arm (see outliers(), with the noise
    /// threshold as the minimum distance). They are only named: all figures include them.
    std::vector<int> outlier_blocks{};
};

/// The ratio of one block.
struct BlockRatio {
    /// From 0.
    int block = 0;
    /// ln(arm / baseline).
    double log_ratio = 0;
};

/// A block without a ratio, and the reason.
struct LeftOutBlock {
    /// From 0.
    int block = 0;
    /// "b2048 has no boot", "the arms did unequal work".
    std::string why{};
};

/// A ratio and its confidence interval.
struct RatioInterval {
    /// Arm / baseline: exp of the mean log ratio.
    double ratio = 1;
    /// Lower end.
    double lo = 1;
    /// Upper end.
    double hi = 1;
    /// The level of this interval: ComparisonPlan::confidence, or higher by Holm's procedure.
    double confidence = 0;
};

/// One metric of one arm compared with the baseline.
struct MetricComparison {
    /// What was compared.
    Metric metric{};
    /// The arm of the ratio arm / baseline.
    std::string arm{};
    /// Those with a ratio, in order.
    std::vector<BlockRatio> blocks{};
    /// The others.
    std::vector<LeftOutBlock> left_out{};
    /// The paired t interval at the level of this metric's Holm step, so that it excludes 1 exactly
    /// when Holm's procedure rejects; see holm() for its coverage. Absent for fewer than two
    /// blocks.
    std::optional<RatioInterval> interval{};
    /// Of the paired t test, two-sided.
    std::optional<double> p_value{};
    /// The same, adjusted by Holm for all metrics of all arms.
    std::optional<double> adjusted_p{};
    /// Half the Bonferroni interval (all metrics of all arms share the confidence): 0.01 is 1 %. It
    /// does not depend on the ratio, so a comparison may stop by it; see may_stop().
    std::optional<double> precision{};
    /// The trend of the log ratio over the blocks: whether the difference itself grows or shrinks.
    std::optional<LinearTrend> drift{};
    /// Whether the metric is shown not to be worse by more than the noise threshold: one of the two
    /// tests of Verdict::no_difference. A claim about all metrics of an arm needs no correction: it
    /// is made only where each is shown, so a single wrong one must have passed its own test.
    bool no_worse = false;
    /// Whether the metric is shown to be worse by more than the noise threshold: the whole interval
    /// is beyond it.
    bool regressed = false;
    /// What follows from the tests and the interval.
    Verdict verdict = Verdict::too_few_blocks;
    /// When inconclusive: how many more blocks would probably decide; absent when they would be too
    /// many. See more_pairs_to_decide().
    std::optional<int> more_boots{};
};

/// The result of compare_boots().
struct Comparison {
    /// By metric, then by arm in the order of the plan.
    std::vector<ArmFigures> arms{};
    /// The same without the baseline.
    std::vector<MetricComparison> metrics{};
};

/// Computes verdicts from the values of boots. Each block gives the log ratio of arm and baseline
/// (log_boot_value()); the blocks give the paired t interval, at the level that Holm's procedure
/// over all metrics and arms gives to this metric. Below three blocks there is no verdict. The
/// verdict is `no_difference` when that is shown, even if the interval excludes 1: a
/// difference that small does not matter. Otherwise it is `faster` or `slower` when the interval
/// excludes 1, else `inconclusive`.
///
/// A block counts for a metric when both its boots have the metric and did equal work; otherwise it
/// is in MetricComparison::left_out. The probability of one or more false `faster` or `slower` over
/// all metrics and arms is at most 1 - confidence when log ratios are normally distributed; the
/// tests measure it for other noise.
///
/// Errors: those of check(), and Errc::invalid_option for a boot of an unknown arm.
Result<Comparison> compare_boots(const ComparisonPlan& plan,
                                 std::span<const BootMeasurement> boots);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/comparison.ipp>
#endif
