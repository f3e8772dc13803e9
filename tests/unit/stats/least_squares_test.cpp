// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/stats/detail/least_squares.hpp>

#include <boost/json/value_to.hpp>
#include <catch2/catch.hpp>

#include <array>

namespace moebench::detail {

namespace {

void check_equal(const TestedEffect& effect, const boost::json::value& wanted) {
    CHECK(effect.size == Approx(number(wanted, "size")).epsilon(1e-9));
    CHECK(effect.standard_error == Approx(number(wanted, "standard_error")).epsilon(1e-9));
    CHECK(effect.p_value == Approx(number(wanted, "p_value")).epsilon(1e-8));
}

} // namespace

TEST_CASE("a linear model has the coefficients of statsmodels", "[least_squares]") {
    for (const auto& row : reference("least_squares").as_array()) {
        const auto x = boost::json::value_to<std::vector<std::vector<double>>>(row.at("x"));
        const auto effects = least_squares(x, numbers(row, "y")).value();

        REQUIRE(effects.size() == row.at("effects").as_array().size());
        for (std::size_t i = 0; i < effects.size(); ++i) {
            check_equal(effects[i], row.at("effects").at(i));
        }
    }
}

TEST_CASE("a linear model needs independent columns and more rows than columns",
          "[least_squares]") {
    const std::vector<std::vector<double>> twice{{1, 2}, {2, 4}, {3, 6}}, two{{1, 0}, {1, 1}};
    CHECK_FALSE(least_squares(twice, std::array{1.0, 2.0, 4.0}));
    CHECK_FALSE(least_squares(two, std::array{1.0, 2.0}));
    CHECK_FALSE(least_squares({}, {}));
}

TEST_CASE("a Welch test equals SciPy's", "[least_squares]") {
    for (const auto& row : reference("welch").as_array()) {
        check_equal(welch(numbers(row, "one"), numbers(row, "other")).value(), row);
    }
}

TEST_CASE("a Welch test of equal values finds nothing, and one value is too few",
          "[least_squares]") {
    CHECK(welch(std::array{1.0, 1.0}, std::array{1.0, 1.0})->p_value == 1);
    CHECK(welch(std::array{2.0, 2.0}, std::array{1.0, 1.0})->p_value == 0);
    CHECK_FALSE(welch(std::array{1.0}, std::array{1.0, 2.0}));
}

} // namespace moebench::detail
