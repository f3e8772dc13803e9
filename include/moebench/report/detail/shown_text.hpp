// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/clean_text.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace moebench::detail {

/// The first line of a failure; a server's log may follow it.
inline std::string headline(std::string_view failure) {
    auto line = failure.substr(0, failure.find('\n'));
    while (line.ends_with(':')) line.remove_suffix(1);
    return std::string(line);
}

/// A token of a model, with a line break as the two characters "\n".
inline std::string token_text(std::string_view token) {
    std::string shown;
    for (const char c : token) {
        if (c == '\n' || c == '\t' || c == '\r') {
            shown += '\\';
            shown += c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
        } else {
            shown += c;
        }
    }
    return clean_text(shown);
}

/// The last `count` code points of a text, after "..." if there were more.
inline std::string tail_text(std::string_view text, std::size_t count) {
    std::string clean = token_text(text);
    const auto points = static_cast<std::size_t>(count_code_points(clean));
    if (points <= count) return clean;
    std::size_t from = 0;
    for (std::size_t i = count; i < points; ++i) next_code_point(clean, from);
    return "..." + clean.substr(from);
}

/// For HTML and XML, between tags and inside quoted attributes.
inline std::string html_text(std::string_view text) {
    std::string escaped;
    for (const char c : clean_text(text)) {
        switch (c) {
        case '&': escaped += "&amp;"; break;
        case '<': escaped += "&lt;"; break;
        case '>': escaped += "&gt;"; break;
        case '"': escaped += "&quot;"; break;
        case '\'': escaped += "&#39;"; break;
        default: escaped += c;
        }
    }
    return escaped;
}

/// For GitHub's Markdown, in prose or in a cell of a table.
inline std::string markdown_text(std::string_view text) {
    std::string escaped;
    for (const char c : clean_text(text)) {
        if (c == '<') {
            escaped += "&lt;";
        } else if (c == '&') {
            escaped += "&amp;";
        } else {
            if (std::string_view("|`\\*[]~").find(c) != std::string_view::npos) escaped += '\\';
            escaped += c;
        }
    }
    return escaped;
}

/// One word for a shell: as it is, in single quotes, or as bash's $'...' if it has bytes that
/// cannot be copied from a screen.
inline std::string shell_text(std::string_view word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-_./=:,+@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
        return std::string(word);
    }
    const bool as_it_is = clean_text(word) == word;
    std::string quoted = as_it_is ? "'" : "$'";
    for (const char c : word) {
        const auto byte = static_cast<unsigned char>(c);
        if (as_it_is && c == '\'') {
            quoted += "'\\''";
        } else if (!as_it_is && (byte < 0x20 || byte >= 0x7F)) {
            constexpr char digits[] = "0123456789abcdef";
            quoted += {'\\', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
        } else {
            if (!as_it_is && (c == '\'' || c == '\\')) quoted += '\\';
            quoted += c;
        }
    }
    return quoted + "'";
}

inline std::string shell_text(std::span<const std::string> words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + shell_text(word);
    return line;
}

/// `KEY=VALUE` before a command.
inline std::string shell_assignment(std::string_view variable) {
    const auto value = std::min(variable.find('='), variable.size() - 1) + 1;
    return std::string(variable.substr(0, value)) +
           (value < variable.size() ? shell_text(variable.substr(value)) : "");
}

/// A fenced block of Markdown; `lines` may contain fences.
inline std::string markdown_fence(std::string_view lines) {
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char c : lines) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    return fence + "\n" + std::string(lines) + "\n" + fence + "\n";
}

} // namespace moebench::detail
