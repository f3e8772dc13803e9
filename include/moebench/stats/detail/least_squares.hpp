// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <optional>
#include <span>
#include <vector>

namespace moebench::detail {

/// An estimate, tested against zero.
struct TestedEffect {
    /// In the unit of the values.
    double size = 0;
    /// Of the size.
    double standard_error = 0;
    /// Two-sided t test.
    double p_value = 1;
};

/// The coefficients of the linear model y = x * coefficients, by least squares; `x` has one row for
/// each value of `y`, and all rows are equally long. Absent without more rows than columns, and
/// when a column follows from others.
std::optional<std::vector<TestedEffect>> least_squares(std::span<const std::vector<double>> x,
                                                       std::span<const double> y);

/// The mean of `one` minus the mean of `other`, by the test of Welch 1947 for groups whose
/// variances differ. Absent for a group of fewer than two.
std::optional<TestedEffect> welch(std::span<const double> one, std::span<const double> other);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/least_squares.ipp>
#endif
