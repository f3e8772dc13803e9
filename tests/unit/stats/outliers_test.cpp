// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/stats/detail/outliers.hpp>

#include <catch2/catch.hpp>

#include <array>

namespace moebench::detail {

using Indices = std::vector<std::size_t>;

TEST_CASE("the median and the median absolute deviation equal SciPy's", "[outliers]") {
    for (const auto& row : reference("deviations").as_array()) {
        const auto values = numbers(row, "values");

        CHECK(median(values).value() == Approx(number(row, "median")).epsilon(1e-14));
        CHECK(median_absolute_deviation(values).value() ==
              Approx(number(row, "mad")).epsilon(1e-14));
    }
    CHECK_FALSE(median({}));
    CHECK_FALSE(median_absolute_deviation({}));
}

TEST_CASE("values far from the rest are outliers, also two at a time", "[outliers]") {
    CHECK(outliers(std::array{4.61, 4.60, 4.62, 4.48, 4.605}) == Indices{3});
    CHECK(outliers(std::array{1.0, 1.1, 0.2, 0.9, 1.05, 0.95, 0.3, 1.02}) == Indices{2, 6});
}

TEST_CASE("five values of normal noise have no outlier, unlike with a modified z-score of 3.5",
          "[outliers]") {
    CHECK(outliers(std::array{0.0, 0.1, -0.1, 0.2, 1.0}).empty());
}

TEST_CASE("a value within the minimum distance is no outlier, even when the rest is constant",
          "[outliers]") {
    const std::array values{1.0, 1.0, 1.0, 1.005};

    CHECK(outliers(values) == Indices{3});
    CHECK(outliers(values, 0.01).empty());
}

TEST_CASE("two values have no outlier, and equal values have none", "[outliers]") {
    CHECK(outliers(std::array{1.0, 100.0}).empty());
    CHECK(outliers(std::array{1.0, 1.0, 1.0, 1.0}).empty());
}

} // namespace moebench::detail
