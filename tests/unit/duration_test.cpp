// SPDX-License-Identifier: MIT
#include <moebench/duration.hpp>

#include <catch2/catch.hpp>

namespace moebench {

using namespace std::chrono_literals;

TEST_CASE("durations are converted to seconds", "[duration]") {
    CHECK(to_seconds(0s) == 0.0);
    CHECK(to_seconds(1500ms) == 1.5);
    CHECK(to_seconds(1ns) == 1e-9);
    CHECK(to_seconds(-250ms) == -0.25);
}

TEST_CASE("seconds are converted to durations", "[duration]") {
    CHECK(from_seconds(0) == 0s);
    CHECK(from_seconds(0.25) == 250ms);
    CHECK(from_seconds(1200) == 20min);
}

} // namespace moebench
