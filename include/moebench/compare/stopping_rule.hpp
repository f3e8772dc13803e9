// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison.hpp>
#include <moebench/error.hpp>

#include <optional>

namespace moebench {

/// When a comparison has enough blocks: at `max_boots`, or from `min_boots` on, as soon as every
/// metric of every arm is known to +-precision (0.01 is 1 %).
struct StoppingRule {
    /// Minimum number of blocks, so of boots per arm.
    int min_boots = 10;
    /// Maximum number of blocks.
    int max_boots = 10;
    /// Upper bound that every MetricComparison::precision must reach. Absent: always `max_boots`.
    std::optional<double> precision{};
};

/// A valid rule. Errors: Errc::invalid_option for fewer than one boot or a maximum below the
/// minimum; for a range without a precision above zero, or a precision without a range; for a range
/// that starts below eight: with so few blocks the spread sometimes looks small by chance, the
/// comparison stops then, and the intervals cover less than they claim.
Result<StoppingRule> make_stopping_rule(int min_boots, int max_boots,
                                        std::optional<double> precision);

/// Whether the comparison may stop after this many whole blocks. Uses MetricComparison::precision
/// only, never a ratio or a verdict: stopping as soon as a difference looks significant would
/// sooner or later find one in every A/A.
bool may_stop(const StoppingRule& rule, const Comparison& so_far, int finished_blocks);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/stopping_rule.ipp>
#endif
