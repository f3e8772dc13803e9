// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_measurement.hpp>
#include <moebench/config.hpp>

#include <optional>
#include <span>

namespace moebench::detail {

/// One metric of one boot as one number: the median over the passes of each prompt, then the
/// geometric mean over the prompts, then the natural logarithm. Absent when no prompt has the
/// metric, or when a value is infinite or not above zero.
std::optional<double> log_boot_value(const BootMeasurement& boot, const Metric& metric);

/// Whether two boots did the same work for a metric: the same prompts in the same order, with the
/// same number of values. Only then their values may be divided.
bool equal_work(const BootMeasurement& left, const BootMeasurement& right, const Metric& metric);

/// How much passes differ within boots: the pooled standard deviation of the logarithm, relative to
/// the mean of each prompt in each boot. 0.01 is 1 %. Absent when no prompt has two values. All
/// boots must have a log_boot_value().
std::optional<double> spread_within_boots(std::span<const BootMeasurement* const> boots,
                                          const Metric& metric);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/detail/boot_value.ipp>
#endif
