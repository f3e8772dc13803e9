// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <optional>
#include <span>

namespace moebench {

/// The slope of the least-squares line through points, tested against zero.
struct LinearTrend {
    /// In units of y per unit of x.
    double slope = 0;
    /// Of the slope, in the same unit.
    double standard_error = 0;
    /// Two-sided t test against a slope of zero, n - 2 degrees of freedom.
    double p_value = 1;
};

/// `x` and `y` have the same size. Absent for fewer than three points, and when all x are equal.
std::optional<LinearTrend> linear_trend(std::span<const double> x, std::span<const double> y);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/linear_trend.ipp>
#endif
