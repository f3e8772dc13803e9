// SPDX-License-Identifier: MIT
#pragma once

#include <boost/nowide/utf/utf.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace moebench::detail {

inline constexpr char32_t replacement_character = 0xFFFD;

inline void append_utf8(std::string& out, char32_t point) {
    boost::nowide::utf::utf_traits<char>::encode(point, std::back_inserter(out));
}

/// The code point at `at`; moves `at` to the next one. A byte that does not begin a valid sequence
/// counts as one U+FFFD.
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
    const char* place = text.data() + at;
    const auto point =
        boost::nowide::utf::utf_traits<char>::decode(place, text.data() + text.size());
    const bool valid = boost::nowide::utf::is_valid_codepoint(point);
    at = valid ? static_cast<std::size_t>(place - text.data()) : at + 1;
    return valid ? point : replacement_character;
}

inline bool is_utf8(std::string_view text) {
    const char* place = text.data();
    const char* const end = place + text.size();
    while (place != end) {
        if (!boost::nowide::utf::is_valid_codepoint(
                boost::nowide::utf::utf_traits<char>::decode(place, end))) {
            return false;
        }
    }
    return true;
}

/// Number of code points, as Python's len() of a str counts them.
inline std::int64_t count_code_points(std::string_view text) {
    std::int64_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
    return count;
}

} // namespace moebench::detail
