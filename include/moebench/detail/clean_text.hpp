// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/utf8.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace moebench::detail {

/// A character that changes how other text is shown: terminal escapes, and direction marks, which
/// can make a command line look like another one.
constexpr bool misleads(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
           (point >= 0x200E && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

/// Text from a server or a user on one line: valid UTF-8, with spaces for what misleads.
inline std::string clean_text(std::string_view text) {
    std::string clean;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = next_code_point(text, at);
        append_utf8(clean, misleads(point) ? U' ' : point);
    }
    return clean;
}

/// The same of the first 300 characters, with "..." for the rest.
inline std::string clean_beginning(std::string_view text) {
    constexpr int longest = 300;
    std::size_t end = 0;
    for (int i = 0; i < longest && end < text.size(); ++i) next_code_point(text, end);
    return clean_text(text.substr(0, end)) + (end < text.size() ? "..." : "");
}

} // namespace moebench::detail
