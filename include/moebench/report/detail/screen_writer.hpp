// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/merged_lines.hpp>
#include <moebench/report/detail/text_table.hpp>
#include <moebench/report/screen_options.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench::detail {

using Tones = std::vector<std::string_view>;

/// A screen under construction. No line is wider than it.
class ScreenWriter {
public:
    /// A screen of less than 20 columns counts as one of 20.
    explicit ScreenWriter(const ScreenOptions& screen)
        : columns_(std::max<std::size_t>(screen.columns, 20)), colours_(screen.colours) {}

    ScreenWriter& blank_line() {
        text_ += "\n";
        return *this;
    }

    ScreenWriter& paragraph(std::string_view text, std::size_t indent = 2) {
        text_ += wrapped(text, indent, columns_);
        return *this;
    }

    /// A paragraph with a verdict in it; for `tone` see page_tone.hpp.
    ScreenWriter& verdict(std::string_view before, std::string_view word, std::string_view tone,
                          std::string_view after = {}) {
        const std::string start(before);
        auto text = wrapped(start + std::string(word) + std::string(after), 2, columns_);
        paint(text, text.find(word, clean_text(before).size()), word, tone);
        text_ += text;
        return *this;
    }

    /// Lines under a heading; nothing where there are none.
    ScreenWriter& list(const std::string& heading, const Lines& lines) {
        if (lines.empty()) return *this;
        blank_line().paragraph(heading + ":");
        for (const auto& line : lines) paragraph("  " + line, 4);
        return *this;
    }

    /// The first row is the head; `tones` are those of the last cells below it. The second and
    /// third column hold the arms' values: where the table is too wide, their heads are cut, then
    /// they are left out, then each row is a paragraph.
    ScreenWriter& table(const std::vector<TextRow>& rows, const Tones& tones) {
        std::vector<std::size_t> widest(rows.front().size(), columns_);
        if (add_table(rows, widest, tones)) return *this;
        widest[1] = widest[2] = 14;
        if (add_table(rows, widest, tones)) return *this;
        auto narrow = rows;
        for (auto& row : narrow) row.erase(row.begin() + 1, row.begin() + 3);
        widest.assign(widest.size() - 2, columns_);
        if (add_table(narrow, widest, tones)) return *this;
        for (std::size_t i = 1; i < rows.size(); ++i) add_row(rows.front(), rows[i], tones[i - 1]);
        return *this;
    }

    std::string take() { return std::move(text_); }

private:
    /// The only escapes on the screen.
    void paint(std::string& text, std::size_t at, std::string_view word,
               std::string_view tone) const {
        const char* colour = tone == "good"     ? "\x1b[32m"
                             : tone == "bad"    ? "\x1b[31m"
                             : tone == "unsure" ? "\x1b[33m"
                                                : nullptr;
        if (!colours_ || colour == nullptr || at == std::string::npos) return;
        text.insert(at + word.size(), "\x1b[0m").insert(at, colour);
    }

    bool add_table(const std::vector<TextRow>& rows, const std::vector<std::size_t>& widest,
                   const Tones& tones) {
        auto table = text_table(rows, widest);
        if (columns(table.substr(0, table.find('\n'))) > columns_) return false;
        auto line = table.find('\n', table.find('\n') + 1) + 1; // below the head
        for (std::size_t i = 0; i < tones.size(); ++i) {
            const auto end = table.find('\n', line);
            paint(table, table.rfind("| ", end) + 2, rows[i + 1].back(), tones[i]);
            line = table.find('\n', line) + 1;
        }
        text_ += table;
        return true;
    }

    void add_row(const TextRow& head, const TextRow& row, std::string_view tone) {
        std::string text = row.front();
        for (std::size_t i = 1; i + 1 < row.size(); ++i) {
            text += (i == 1 ? ": " : ", ") + head[i] + " " + row[i];
        }
        verdict(text + ", " + head.back() + " ", row.back(), tone);
    }

    std::size_t columns_;
    bool colours_;
    std::string text_;
};

} // namespace moebench::detail
