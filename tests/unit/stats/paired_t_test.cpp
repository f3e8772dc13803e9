// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/stats/detail/paired_t.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

namespace moebench::detail {

TEST_CASE("a paired t test equals SciPy's", "[paired_t]") {
    for (const auto& row : reference("paired_t").as_array()) {
        const auto differences = numbers(row, "differences");
        const auto t = paired_t(differences).value();

        CHECK(t.pairs == static_cast<int>(differences.size()));
        CHECK(t.mean == Approx(number(row, "mean")).epsilon(1e-12));
        CHECK(t.stddev == Approx(number(row, "stddev")).epsilon(1e-12));
        CHECK(t.standard_error() == Approx(number(row, "standard_error")).epsilon(1e-12));
        CHECK(t.p_value() == Approx(number(row, "p_value")).epsilon(1e-10));
        for (const auto& width : row.at("half_widths").as_array()) {
            CHECK(t.half_width(number(width, "alpha")) ==
                  Approx(number(width, "half")).epsilon(1e-10));
        }
    }
}

TEST_CASE("the number of further pairs equals the one that SciPy finds by counting up",
          "[paired_t]") {
    for (const auto& row : reference("paired_t").as_array()) {
        const auto t = paired_t(numbers(row, "differences")).value();
        for (const auto& wanted : row.at("more_pairs").as_array()) {
            CHECK(more_pairs_to_decide(t, number(wanted, "alpha"), std::log(1.01)) ==
                  wanted.at("more").to_number<int>());
        }
    }
}

TEST_CASE("an effect at the threshold would need too many pairs", "[paired_t]") {
    const PairedT faint{.pairs = 5, .mean = 1e-9, .stddev = 0.1};

    CHECK_FALSE(more_pairs_to_decide(faint, 0.05, 0));
    CHECK_FALSE(more_pairs_to_decide({.pairs = 1000, .mean = 1, .stddev = 0.1}, 0.05, 0));
}

TEST_CASE("one pair has no t test", "[paired_t]") {
    CHECK_FALSE(paired_t({}));
    CHECK_FALSE(paired_t(std::array{0.1}));
}

TEST_CASE("equal differences have an interval of width zero", "[paired_t]") {
    const double value = GENERATE(0.0, 0.25);
    const auto t = paired_t(std::array{value, value, value}).value();

    CHECK(t.mean == value);
    CHECK(t.half_width(0.05) == 0);
    CHECK(t.p_value() == (value == 0 ? 1 : 0));
}

} // namespace moebench::detail
