// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/stats/linear_trend.hpp>

#include <catch2/catch.hpp>

#include <array>

namespace moebench {

TEST_CASE("a trend equals SciPy's linregress", "[linear_trend]") {
    for (const auto& row : reference("linear_trend").as_array()) {
        const auto trend = linear_trend(numbers(row, "x"), numbers(row, "y")).value();

        CHECK(trend.slope == Approx(number(row, "slope")).epsilon(1e-11));
        CHECK(trend.standard_error == Approx(number(row, "standard_error")).epsilon(1e-11));
        CHECK(trend.p_value == Approx(number(row, "p_value")).epsilon(1e-10));
    }
}

TEST_CASE("two points, or points with one x, have no trend", "[linear_trend]") {
    CHECK_FALSE(linear_trend(std::array{1.0, 2.0}, std::array{1.0, 2.0}));
    CHECK_FALSE(linear_trend(std::array{1.0, 1.0, 1.0}, std::array{1.0, 2.0, 3.0}));
}

TEST_CASE("constant values do not drift, and a perfect line does", "[linear_trend]") {
    const std::array x{0.0, 1.0, 2.0, 3.0};

    CHECK(linear_trend(x, std::array{5.0, 5.0, 5.0, 5.0})->p_value == 1);
    CHECK(linear_trend(x, std::array{0.0, 2.0, 4.0, 6.0})->p_value == 0);
}

} // namespace moebench
