// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace moebench::detail {

/// The middle value, or the mean of the two middle values; absent without values.
std::optional<double> median(std::vector<double> values);

/// The median of the distances from the median, without a scale factor. Absent without values.
std::optional<double> median_absolute_deviation(std::span<const double> values);

/// The indices of the values that are far from the rest, in order. Far means that |x - median| /
/// MAD is above a limit. With normal noise one set in twenty has a value above it. The limits were
/// simulated (tests/data/statistics), because the modified z-score of 3.5 (Iglewicz and Hoaglin
/// 1993) is made for large sets: it would find an outlier in one of five sets of five. A value
/// closer to the median than `at_least` is never far. Empty for fewer than three values.
std::vector<std::size_t> outliers(std::span<const double> values, double at_least = 0);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/outliers.ipp>
#endif
