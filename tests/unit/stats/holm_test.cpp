// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/stats/detail/holm.hpp>

#include <catch2/catch.hpp>

#include <array>

namespace moebench {

TEST_CASE("Holm's decisions and adjusted p-values equal those of statsmodels", "[holm]") {
    for (const auto& row : reference("holm").as_array()) {
        const auto p = numbers(row, "p");
        const auto steps = detail::holm(p, 0.05);

        REQUIRE(steps.size() == p.size());
        for (std::size_t i = 0; i < p.size(); ++i) {
            CAPTURE(row, i);
            CHECK(steps[i].adjusted_p == Approx(row.at("adjusted").at(i).to_number<double>()));
            CHECK(steps[i].rejected == row.at("rejected").at(i).as_bool());
            CHECK(steps[i].rejected == (p[i] <= steps[i].alpha));
        }
    }
}

TEST_CASE("each test has its own level, up to the first one that is not rejected", "[holm]") {
    const auto steps = detail::holm(std::array{0.2, 0.001, 0.03, 0.012}, 0.04);

    CHECK(steps[1].alpha == Approx(0.01));
    CHECK(steps[3].alpha == Approx(0.04 / 3));
    CHECK(steps[2].alpha == Approx(0.02)); // not rejected, so the last one is not tested at 0.04
    CHECK(steps[0].alpha == Approx(0.02));
}

TEST_CASE("without tests there are no steps", "[holm]") { CHECK(detail::holm({}, 0.05).empty()); }

} // namespace moebench
