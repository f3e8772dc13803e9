// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/least_squares.hpp>
#include <moebench/stats/detail/paired_t.hpp>
#include <moebench/stats/detail/student_t.hpp>

#include <boost/assert.hpp>

#include <cmath>
#include <cstddef>
#include <numeric>

namespace moebench::detail {

/// Turns the left half of each row, a symmetric matrix without negative eigenvalues, into the unit
/// matrix, by the method of Gauss and Jordan. False if the matrix is singular.
inline bool eliminate(std::vector<std::vector<double>>& rows) {
    constexpr double singular = 1e-9;
    for (std::size_t column = 0; column < rows.size(); ++column) {
        auto& pivot = rows[column];
        if (pivot[column] < singular) return false;
        const double scale = pivot[column];
        for (double& each : pivot) each /= scale;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const double factor = row == column ? 0 : rows[row][column];
            for (std::size_t i = 0; i < pivot.size(); ++i) rows[row][i] -= factor * pivot[i];
        }
    }
    return true;
}

inline double product(const std::vector<double>& one, const std::vector<double>& other) {
    return std::inner_product(one.begin(), one.end(), other.begin(), 0.0);
}

MOEBENCH_DECL std::optional<std::vector<TestedEffect>>
least_squares(std::span<const std::vector<double>> x, std::span<const double> y) {
    BOOST_ASSERT(x.size() == y.size());
    const std::size_t columns = x.empty() ? 0 : x.front().size();
    if (columns == 0 || y.size() <= columns) return std::nullopt;
    // [x'x | 1] becomes [1 | inverse of x'x]
    std::vector<std::vector<double>> normal(columns, std::vector<double>(2 * columns));
    std::vector<double> xy(columns);
    for (std::size_t i = 0; i < columns; ++i) {
        normal[i][columns + i] = 1;
        for (std::size_t row = 0; row < y.size(); ++row) {
            xy[i] += x[row][i] * y[row];
            for (std::size_t j = 0; j < columns; ++j) normal[i][j] += x[row][i] * x[row][j];
        }
    }
    if (!eliminate(normal)) return std::nullopt;

    std::vector<double> sizes(columns);
    for (std::size_t i = 0; i < columns; ++i) {
        sizes[i] = std::inner_product(
            xy.begin(), xy.end(), normal[i].begin() + static_cast<std::ptrdiff_t>(columns), 0.0);
    }
    double squares = 0;
    for (std::size_t row = 0; row < y.size(); ++row) {
        squares += std::pow(y[row] - product(x[row], sizes), 2);
    }
    const auto freedom = static_cast<double>(y.size() - columns);
    std::vector<TestedEffect> effects;
    for (std::size_t i = 0; i < columns; ++i) {
        const double error = std::sqrt(squares / freedom * normal[i][columns + i]);
        effects.push_back({sizes[i], error, two_sided_p(sizes[i], error, freedom)});
    }
    return effects;
}

MOEBENCH_DECL std::optional<TestedEffect> welch(std::span<const double> one,
                                                std::span<const double> other) {
    const auto a = paired_t(one), b = paired_t(other);
    if (!a || !b) return std::nullopt;
    const double of_a = std::pow(a->standard_error(), 2), of_b = std::pow(b->standard_error(), 2);
    const double both = of_a + of_b, size = a->mean - b->mean;
    // without any variance every number of degrees of freedom gives the same
    const double freedom =
        both == 0 ? 1 : both * both / (of_a * of_a / (a->pairs - 1) + of_b * of_b / (b->pairs - 1));
    return TestedEffect{size, std::sqrt(both), two_sided_p(size, std::sqrt(both), freedom)};
}

} // namespace moebench::detail
