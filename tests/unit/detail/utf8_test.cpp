// SPDX-License-Identifier: MIT
#include <moebench/detail/utf8.hpp>

#include <catch2/catch.hpp>

#include <vector>

namespace moebench::detail {

namespace {

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> points;
    for (std::size_t at = 0; at < text.size();) points.push_back(next_code_point(text, at));
    return points;
}

} // namespace

TEST_CASE("the first and last code point of every length survive a round trip", "[utf8]") {
    const auto [point, bytes] = GENERATE(table<char32_t, std::string>({
        {0x0, std::string(1, '\0')},
        {0x7F, "\x7F"},
        {0x80, "\xC2\x80"},
        {0x7FF, "\xDF\xBF"},
        {0x800, "\xE0\xA0\x80"},
        {0xD7FF, "\xED\x9F\xBF"},
        {0xE000, "\xEE\x80\x80"},
        {0xFFFF, "\xEF\xBF\xBF"},
        {0x10000, "\xF0\x90\x80\x80"},
        {0x10FFFF, "\xF4\x8F\xBF\xBF"},
    }));

    std::string encoded;
    append_utf8(encoded, point);

    CHECK(encoded == bytes);
    CHECK(code_points(bytes) == std::vector<char32_t>{point});
}

TEST_CASE("a byte that does not begin a valid sequence counts once, and the rest is read",
          "[utf8]") {
    const auto [bytes, replaced] = GENERATE(table<std::string, std::size_t>({
        {"\x80", 1},             // a continuation byte alone
        {"\xFF", 1},             // never a lead byte
        {"\xC3", 1},             // cut after the lead byte
        {"\xE2\x82", 2},         // cut in the middle
        {"\xC0\xAF", 2},         // '/' in two bytes
        {"\xE0\x80\xAF", 3},     // '/' in three
        {"\xED\xA0\x80", 3},     // a surrogate
        {"\xF4\x90\x80\x80", 4}, // beyond U+10FFFF
        {"\xF8\x88\x80\x80\x80", 5},
    }));

    auto expected = std::vector<char32_t>(replaced, replacement_character);
    expected.push_back(U'x');

    CHECK(code_points(bytes + "x") == expected);
}

TEST_CASE("code points are counted like Python's len() does", "[utf8]") {
    const auto [text, count] = GENERATE(table<std::string, std::int64_t>({
        {"", 0},
        {"plain", 5},
        {"gr\u00FC\u00DFe", 5},
        {"\u4F60\u597D", 2},
        {"\U0001F600!", 2},
        {"e\u0301", 2}, // a combining accent is a separate code point
    }));

    CHECK(count_code_points(text) == count);
}

} // namespace moebench::detail
