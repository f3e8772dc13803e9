// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace moebench {

/// The p-quantile of sorted values, 0 <= p <= 1, with linear interpolation (type 7 of Hyndman and
/// Fan, the default of NumPy and R). Absent without values, and for p > 0.5 with fewer than 1/(1-p)
/// values: the p99 of 20 requests would only be their maximum.
inline std::optional<double> supported_quantile(std::span<const double> sorted, double p) {
    const auto n = static_cast<double>(sorted.size());
    constexpr double rounding = 1e-9; // 1/(1-0.9) is not exactly 10
    if (sorted.empty() || (p > 0.5 && n * (1 - p) < 1 - rounding)) return std::nullopt;
    const double position = p * (n - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double weight = position - static_cast<double>(below);
    return sorted[below] + weight * (sorted[above] - sorted[below]);
}

/// All figures of the values, in their unit. The sample standard deviation takes two passes and is
/// absent for fewer than two values; without values all but the count is absent.
inline Distribution distribution_of(std::vector<double> values) {
    Distribution result;
    result.count = static_cast<std::int64_t>(values.size());
    if (values.empty()) return result;
    std::sort(values.begin(), values.end());
    const auto n = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) sum += value;
    const double mean = sum / n;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    result.mean = mean;
    if (values.size() > 1) result.stddev = std::sqrt(squares / (n - 1));
    result.min = values.front();
    result.max = values.back();
    result.p50 = supported_quantile(values, 0.50);
    result.p90 = supported_quantile(values, 0.90);
    result.p95 = supported_quantile(values, 0.95);
    result.p99 = supported_quantile(values, 0.99);
    return result;
}

} // namespace moebench
