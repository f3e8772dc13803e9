// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// What can make one arm look slower than it is, and with more boots only more certainly so.
enum class DisturbanceKind {
    /// The boots after an arm are slower, or faster, than those after the baseline: the arm leaves
    /// something behind, such as a full page cache or a hot machine.
    carry_over,
    /// The first pass of an arm is slower, or faster, than its later passes, and the baseline's is
    /// not: the arm needs a longer warm-up.
    first_pass,
};

/// The enumerator's name, as files spell it.
constexpr std::string_view to_string(DisturbanceKind kind) noexcept {
    return kind == DisturbanceKind::carry_over ? "carry_over" : "first_pass";
}

/// One of them, for one metric of one arm.
struct Disturbance {
    /// Which one.
    DisturbanceKind kind = DisturbanceKind::carry_over;
    /// Never the baseline.
    std::string arm{};
    /// One of ComparisonPlan::metrics.
    Metric metric{};
    /// -0.02 is 2 % less of the metric; in the baseline, zero.
    double log_ratio = 0;
    /// Of the log ratio.
    double standard_error = 0;
    /// Two-sided, against zero.
    double p_value = 1;
    /// It is shown, and at least half as large as the noise threshold. Where there is none, each
    /// kind is found in at most 2 % of comparisons, all metrics and arms together.
    bool found = false;
};

/// Tests for all of them; without enough boots or passes, for none. The boots are in the order in
/// which they ran. Carry-over is a term of a linear model of the boots' logarithms, with terms for
/// the arm, the place in the block, and a steady drift. The first passes are compared by the test
/// of Welch. Pure.
std::vector<Disturbance> find_disturbances(const ComparisonPlan& plan,
                                           std::span<const BootMeasurement> boots);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/disturbance.ipp>
#endif
