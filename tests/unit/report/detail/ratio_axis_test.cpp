// SPDX-License-Identifier: MIT
#include <moebench/report/detail/ratio_axis.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace moebench::detail {

namespace {

RatioAxis axis_of(double lo, double hi) {
    RatioAxis axis(std::log(1.02));
    axis.include(std::log(lo));
    axis.include(std::log(hi));
    return axis;
}

std::vector<std::string> tick_texts(const RatioAxis& axis) {
    std::vector<std::string> texts;
    for (const double tick : axis.ticks()) texts.push_back(axis.tick_text(tick));
    return texts;
}

} // namespace

TEST_CASE("ticks stand at round changes", "[ratio_axis]") {
    CHECK(tick_texts(axis_of(1, 1.07)) ==
          std::vector<std::string>{"-2 %", "0", "+2 %", "+4 %", "+6 %"});
    CHECK(tick_texts(axis_of(0.7, 1.2)) ==
          std::vector<std::string>{"-30 %", "-20 %", "-10 %", "0", "+10 %", "+20 %"});
}

TEST_CASE("a wide axis counts in doublings", "[ratio_axis]") {
    const std::vector<std::string> doublings = {"×0.5", "×1", "×2", "×4", "×8"};

    CHECK(tick_texts(axis_of(0.5, 8)) == doublings);
}

TEST_CASE("an axis of any width has few ticks, one of them at no change", "[ratio_axis]") {
    const double hi = GENERATE(1.0, 1.001, 1.03, 1.11, 1.4, 2.0, 3.9, 5.0, 1e3, 1e9);

    const auto texts = tick_texts(axis_of(1 / hi, hi));

    CHECK(texts.size() >= 2);
    CHECK(texts.size() <= 8);
    CHECK(std::count_if(texts.begin(), texts.end(),
                        [](const auto& text) { return text == "0" || text == "×1"; }) == 1);
}

TEST_CASE("a place is always on the axis", "[ratio_axis]") {
    const auto axis = axis_of(0.9, 1.2);

    CHECK(axis.position(0) > 0);
    CHECK(axis.position(std::log(0.9)) < axis.position(0));
    CHECK(axis.position(100) == 100);
    CHECK(axis.position(-100) == 0);
    CHECK(axis.position(std::nan("")) == 0);
    CHECK_FALSE(axis.holds(std::log(2.0)));
    CHECK(axis.holds(std::log(1.2)));
}

TEST_CASE("an endless interval does not stretch the axis", "[ratio_axis]") {
    RatioAxis axis(std::log(1.02));
    axis.include(std::numeric_limits<double>::infinity());
    axis.include_up_to(5, 0.1);

    CHECK(axis.holds(0.1));
    CHECK_FALSE(axis.holds(0.2));
}

} // namespace moebench::detail
