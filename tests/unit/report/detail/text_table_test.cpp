// SPDX-License-Identifier: MIT
#include <moebench/report/detail/text_table.hpp>

#include <catch2/catch.hpp>

#include <array>

namespace moebench::detail {

TEST_CASE("columns are as wide as their text", "[text_table]") {
    constexpr std::array<std::size_t, 2> widest = {10, 10};

    CHECK(text_table({{"a", "bcd"}, {"ef", "±"}}, widest) == "| a  | bcd |\n"
                                                             "|----|-----|\n"
                                                             "| ef | ±   |\n");
}

TEST_CASE("a cell too wide is cut, and cannot end its column", "[text_table]") {
    constexpr std::array<std::size_t, 2> widest = {5, 3};

    CHECK(text_table({{"abcdefg", "a|b"}}, widest) == "| abc.. | a/b |\n"
                                                      "|-------|-----|\n");
}

TEST_CASE("a paragraph is wrapped between words", "[text_table]") {
    CHECK(wrapped("aa bb cc dd", 1, 6) == "aa bb\n cc dd\n");
    CHECK(wrapped("aa bbb", 0, 5) == "aa\nbbb\n");
    CHECK(wrapped("  aa", 4, 6) == "  aa\n");
    CHECK(wrapped("", 2) == "\n");
}

TEST_CASE("a word longer than a line is cut between code points", "[text_table]") {
    CHECK(wrapped("xx ääääääää", 2, 6) == "xx\n  ääää\n  ääää\n");
}

TEST_CASE("a percent sign stays with its number", "[text_table]") {
    CHECK(wrapped("top 100 % x", 0, 7) == "top\n100 % x\n");
}

} // namespace moebench::detail
