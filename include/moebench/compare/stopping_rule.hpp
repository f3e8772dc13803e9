// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison.hpp>
#include <moebench/error.hpp>

#include <optional>

namespace moebench {

/// When a comparison has enough blocks: at `max_boots`, or from `min_boots` on once every metric of
/// every arm is known to +-precision (0.01 is 1 %).
struct StoppingRule {
    /// Blocks before it may stop.
    int min_boots = 5;
    /// Blocks after which it stops.
    int max_boots = 5;
    /// What MetricComparison::precision must come down to. Absent: goes on to `max_boots`.
    std::optional<double> precision{};
};

/// A rule that can be meant. Errors: Errc::invalid_option for boots below one or a maximum below
/// the minimum; for a range without a precision above zero, or one without a range; for a range
/// from fewer than eight: with little to judge the spread by, one stops when it happens to look
/// small, and the intervals cover less than they say.
Result<StoppingRule> make_stopping_rule(int min_boots, int max_boots,
                                        std::optional<double> precision);

/// May the comparison stop after this many whole blocks? Looks at MetricComparison::precision only,
/// never at a ratio or a verdict: stopping as soon as something looks significant would find a
/// difference sooner or later in any A/A.
bool may_stop(const StoppingRule& rule, const Comparison& so_far, int finished_blocks);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/stopping_rule.ipp>
#endif
