// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/shown_text.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::detail {

/// Columns on a terminal: one per code point.
inline std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(count_code_points(text));
}

/// The first `widest` columns; two dots replace what is cut off.
inline std::string clipped(std::string_view text, std::size_t widest) {
    if (columns(text) <= widest) return std::string(text);
    std::size_t end = 0;
    for (std::size_t i = 0; i + 2 < widest; ++i) next_code_point(text, end);
    return std::string(text.substr(0, end)) + "..";
}

using TextRow = std::vector<std::string>;

/// A table that is also Markdown. The first row is its head, each row has as many cells as
/// `widest`, and column i has at most widest[i] characters.
inline std::string text_table(std::vector<TextRow> rows, std::span<const std::size_t> widest) {
    std::vector<std::size_t> widths(widest.size(), 1);
    for (auto& row : rows) {
        for (std::size_t i = 0; i < widest.size(); ++i) {
            std::replace(row[i].begin(), row[i].end(), '|', '/');
            row[i] = clipped(clean_text(row[i]), widest[i]);
            widths[i] = std::max(widths[i], columns(row[i]));
        }
    }
    std::string table;
    for (const auto& row : rows) {
        const bool head = table.empty();
        for (std::size_t i = 0; i < widths.size(); ++i) {
            table += "| " + row[i] + std::string(widths[i] - columns(row[i]) + 1, ' ');
        }
        table += "|\n";
        if (!head) continue;
        for (const auto width : widths) table += "|" + std::string(width + 2, '-');
        table += "|\n";
    }
    return table;
}

/// A paragraph of at most `width` columns; each line after the first begins with `indent` spaces. A
/// word longer than a line is cut; a percent sign stays with its number.
inline std::string wrapped(std::string_view raw, std::size_t indent, std::size_t width = 100) {
    const std::string text = clean_text(raw);
    std::string result;
    std::size_t used = 0;
    bool at_start = true;
    for (std::size_t at = 0; at < text.size();) {
        auto end = text.find(' ', at);
        if (end != std::string::npos && text.find(" %", at) == end) end = text.find(' ', end + 1);
        end = std::min(end, text.size());
        std::string word = text.substr(at, end - at);
        at = end + 1;
        if (!at_start && used + 1 + columns(word) > width) {
            result += "\n" + std::string(indent, ' ');
            used = indent;
        } else if (!at_start) {
            result += ' ';
            ++used;
        }
        at_start = false;
        while (used + columns(word) > width) {
            std::size_t cut = 0;
            for (; used < width; ++used) next_code_point(word, cut);
            result += word.substr(0, cut) + "\n" + std::string(indent, ' ');
            word.erase(0, cut);
            used = indent;
        }
        result += word;
        used += columns(word);
    }
    return result + "\n";
}

} // namespace moebench::detail
