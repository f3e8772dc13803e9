// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_measurement.hpp>
#include <moebench/config.hpp>

#include <optional>
#include <span>

namespace moebench {

/// One metric of one boot as one number: the median over each prompt's repetitions, then the
/// geometric mean over the prompts; its natural logarithm. Absent when no prompt has the metric,
/// or when a value is not finite and above zero.
std::optional<double> log_boot_value(const BootMeasurement& boot, const Metric& metric);

/// Whether two boots did the same work for a metric: the same prompts in the same order, each
/// repeated as often. Only then may their values be divided.
bool equal_work(const BootMeasurement& left, const BootMeasurement& right, const Metric& metric);

/// How much the repetitions differ inside boots: the standard deviation of the logarithm around
/// each prompt's own mean in its own boot, pooled. 0.01 is 1 %. Absent with one repetition. For
/// boots that have a log_boot_value().
std::optional<double> spread_within_boots(std::span<const BootMeasurement* const> boots,
                                          const Metric& metric);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/boot_value.ipp>
#endif
