// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace moebench {

/// The middle value, or the mean of the two middle ones; absent without values.
std::optional<double> median(std::vector<double> values);

/// The median distance from the median, unscaled. Absent without values.
std::optional<double> median_absolute_deviation(std::span<const double> values);

/// Which values lie far from the rest: their indices, in order. Far is |x - median| / MAD beyond a
/// limit that normal noise exceeds anywhere in one set of twenty. Iglewicz and Hoaglin's modified
/// z-score of 3.5 (1993) is made for large sets; it would name a value in one of five sets of five.
/// The limits are simulated (tests/data/statistics). Nearer than `at_least` to the median is never
/// far. No value is named below three.
std::vector<std::size_t> outliers(std::span<const double> values, double at_least = 0);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/outliers.ipp>
#endif
