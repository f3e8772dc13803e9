// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/outliers.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace moebench::detail {

inline double outlier_limit(std::size_t count) {
    static constexpr std::array limits{32.6, 10.3, 11.7, 8.2, 8.7, 7.3, 7.5, 6.8, 6.9,
                                       6.5,  6.6,  6.3,  6.3, 6.1, 6.2, 6.0, 6.0, 5.9};
    return limits[std::min(count - 3, limits.size() - 1)];
}

inline std::vector<double> distances_from(double middle, std::span<const double> values) {
    std::vector<double> distances;
    for (const double value : values) distances.push_back(std::fabs(value - middle));
    return distances;
}

MOEBENCH_DECL std::optional<double> median(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    if (values.size() % 2 == 1) return values[half];
    return (values[half - 1] + values[half]) / 2;
}

MOEBENCH_DECL std::optional<double> median_absolute_deviation(std::span<const double> values) {
    const auto middle = median({values.begin(), values.end()});
    if (!middle) return std::nullopt;
    return median(distances_from(*middle, values));
}

MOEBENCH_DECL std::vector<std::size_t> outliers(std::span<const double> values, double at_least) {
    if (values.size() < 3) return {};
    const auto distances = distances_from(*median({values.begin(), values.end()}), values);
    const double far = *median(distances) * outlier_limit(values.size());
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < distances.size(); ++i) {
        if (distances[i] > far && distances[i] >= at_least) found.push_back(i);
    }
    return found;
}

} // namespace moebench::detail
