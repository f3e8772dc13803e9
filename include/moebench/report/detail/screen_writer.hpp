// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/merged_lines.hpp>
#include <moebench/report/detail/text_table.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench::detail {

/// A screen under construction. No line is wider than it.
class ScreenWriter {
public:
    /// A screen of less than 20 columns counts as one of 20.
    explicit ScreenWriter(std::size_t columns) : columns_(std::max<std::size_t>(columns, 20)) {}

    ScreenWriter& blank_line() {
        text_ += "\n";
        return *this;
    }

    ScreenWriter& paragraph(std::string_view text, std::size_t indent = 2) {
        text_ += wrapped(text, indent, columns_);
        return *this;
    }

    /// Lines under a heading; nothing where there are none.
    ScreenWriter& list(const std::string& heading, const Lines& lines) {
        if (lines.empty()) return *this;
        blank_line().paragraph(heading + ":");
        for (const auto& line : lines) paragraph("  " + line, 4);
        return *this;
    }

    /// The first row is the head. The second and third column hold the arms' values: where the
    /// table is too wide, their heads are cut, then they are left out, then each row is a
    /// paragraph.
    ScreenWriter& table(const std::vector<TextRow>& rows) {
        std::vector<std::size_t> widest(rows.front().size(), columns_);
        if (add_table(rows, widest)) return *this;
        widest[1] = widest[2] = 14;
        if (add_table(rows, widest)) return *this;
        auto narrow = rows;
        for (auto& row : narrow) row.erase(row.begin() + 1, row.begin() + 3);
        widest.assign(widest.size() - 2, columns_);
        if (add_table(narrow, widest)) return *this;
        for (auto row = rows.begin() + 1; row != rows.end(); ++row) add_row(rows.front(), *row);
        return *this;
    }

    std::string take() { return std::move(text_); }

private:
    bool add_table(std::vector<TextRow> rows, const std::vector<std::size_t>& widest) {
        const auto table = text_table(std::move(rows), widest);
        const bool fits = columns(table.substr(0, table.find('\n'))) <= columns_;
        if (fits) text_ += table;
        return fits;
    }

    void add_row(const TextRow& head, const TextRow& row) {
        std::string text = row.front();
        for (std::size_t i = 1; i < row.size(); ++i) {
            if (!row[i].empty()) text += (i == 1 ? ": " : ", ") + head[i] + " " + row[i];
        }
        paragraph(text);
    }

    std::size_t columns_;
    std::string text_;
};

} // namespace moebench::detail
