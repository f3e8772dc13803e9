// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/stats/holm.hpp>

#include <catch2/catch.hpp>

#include <array>

namespace moebench {

TEST_CASE("Holm's decisions and adjusted p-values are statsmodels'", "[holm]") {
    for (const auto& row : reference("holm").as_array()) {
        const auto p = numbers(row, "p");
        const auto steps = holm(p, 0.05);

        REQUIRE(steps.size() == p.size());
        for (std::size_t i = 0; i < p.size(); ++i) {
            CAPTURE(row, i);
            CHECK(steps[i].adjusted_p == Approx(row.at("adjusted").at(i).to_number<double>()));
            CHECK(steps[i].rejected == row.at("rejected").at(i).as_bool());
            CHECK(steps[i].rejected == (p[i] <= steps[i].alpha));
        }
    }
}

TEST_CASE("each test is decided at the level of its step, and none after the first that stays",
          "[holm]") {
    const auto steps = holm(std::array{0.2, 0.001, 0.03, 0.012}, 0.04);

    CHECK(steps[1].alpha == Approx(0.01));
    CHECK(steps[3].alpha == Approx(0.04 / 3));
    CHECK(steps[2].alpha == Approx(0.02)); // stays; the last is not tried at 0.04
    CHECK(steps[0].alpha == Approx(0.02));
}

TEST_CASE("no test has no step", "[holm]") { CHECK(holm({}, 0.05).empty()); }

} // namespace moebench
