// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/student_t.hpp>
#include <moebench/stats/linear_trend.hpp>

#include <boost/assert.hpp>

#include <cmath>
#include <cstddef>
#include <numeric>

namespace moebench {

MOEBENCH_DECL std::optional<LinearTrend> linear_trend(std::span<const double> x,
                                                      std::span<const double> y) {
    BOOST_ASSERT(x.size() == y.size());
    if (x.size() < 3) return std::nullopt;
    const auto n = static_cast<double>(x.size());
    const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n;
    const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xx = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    if (xx == 0) return std::nullopt;

    const double slope = xy / xx;
    double squares = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double residual = y[i] - mean_y - slope * (x[i] - mean_x);
        squares += residual * residual;
    }
    const double error = std::sqrt(squares / (n - 2) / xx);
    return LinearTrend{slope, error, detail::two_sided_p(slope, error, n - 2)};
}

} // namespace moebench
