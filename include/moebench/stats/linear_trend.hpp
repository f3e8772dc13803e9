// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <optional>
#include <span>

namespace moebench {

/// The least-squares line through points, and whether its slope could be none.
struct LinearTrend {
    /// In units of y per unit of x.
    double slope = 0;
    /// Of the slope, in its unit.
    double standard_error = 0;
    /// Two-sided t test against no slope, n - 2 degrees of freedom.
    double p_value = 1;
};

/// As many x as y. Absent below three points, and when all x are the same.
std::optional<LinearTrend> linear_trend(std::span<const double> x, std::span<const double> y);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/linear_trend.ipp>
#endif
