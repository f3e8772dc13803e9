// SPDX-License-Identifier: MIT
#include <moebench/detail/number_text.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace moebench::detail {

TEST_CASE("a number has its significant digits", "[number_text]") {
    const auto [value, text] = GENERATE(table<double, std::string>({{0, "0"},
                                                                    {3e-6, "3e-06"},
                                                                    {-4.31e-5, "-4.3e-05"},
                                                                    {0.0123, "0.012"},
                                                                    {31.62, "31.62"},
                                                                    {812.44, "812.4"},
                                                                    {5312.4, "5312"},
                                                                    {1.25e9, "1.2e+09"}}));

    CHECK(number_text(value) == text);
}

TEST_CASE("NaN is shown in words", "[number_text]") {
    CHECK(number_text(std::nan("")) == "no number");
    CHECK(ratio_text(std::nan("")) == "no number");
    CHECK(number_text(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("a change is a signed percentage, and zero has no sign", "[number_text]") {
    const auto [change, text] = GENERATE(table<double, std::string>({{0.021, "+2.1 %"},
                                                                     {-0.0042, "-0.42 %"},
                                                                     {1.41, "+141 %"},
                                                                     {-1e-9, "0.00 %"},
                                                                     {0, "0.00 %"}}));

    CHECK(percent_text(change) == text);
}

TEST_CASE("a ratio has three decimals, a very large or small one its significant digits",
          "[number_text]") {
    CHECK(interval_text(1.021, 1.0144, 1.0277) == "1.021 [1.014, 1.028]");
    CHECK(ratio_text(24.123) == "24.12");
    CHECK(ratio_text(1e-4) == "1e-04");
}

TEST_CASE("a confidence is as short as it can be", "[number_text]") {
    CHECK(level_text(0.95) == "95 %");
    CHECK(level_text(1 - 0.05 / 3) == "98.3 %");
    CHECK(level_text(0.9995) == "99.95 %");
    CHECK(level_text(0.10) == "10 %");
}

TEST_CASE("a share is 100 percent only if it is all", "[number_text]") {
    CHECK(share_text(256, 256) == "100 %");
    CHECK(share_text(99999, 100000) == "99.9 %");
    CHECK(share_text(0, 0) == "-");
}

TEST_CASE("times have the usual unit", "[number_text]") {
    CHECK(seconds_text(0.3121) == "312.1 ms");
    CHECK(seconds_text(4.21) == "4.210 s");
    CHECK(span_text(59.4) == "59 s");
    CHECK(span_text(725) == "12 min 5 s");
    CHECK(span_text(4321) == "1 h 12 min");
    CHECK(span_text(std::nan("")) == "-");
    CHECK(count_text(1, "round") == "1 round");
    CHECK(count_text(0, "round") == "0 rounds");
    CHECK(count_text(3, "pass") == "3 passes");
    CHECK(count_text(1, "reply") == "1 reply");
    CHECK(count_text(2, "reply") == "2 replies");
}

} // namespace moebench::detail
