// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/shown_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench::detail {

/// A page under construction. raw() is for our own markup; everything else goes through text().
class HtmlWriter {
public:
    HtmlWriter& raw(std::string_view markup) {
        page_ += markup;
        return *this;
    }

    HtmlWriter& text(std::string_view text) {
        page_ += html_text(text);
        return *this;
    }

    /// `tag` with its attributes, as between the angle brackets.
    HtmlWriter& element(std::string_view tag, std::string_view inner_text) {
        return raw("<").raw(tag).raw(">").text(inner_text).close(tag);
    }

    HtmlWriter& close(std::string_view tag) {
        return raw("</").raw(tag.substr(0, tag.find(' '))).raw(">");
    }

    std::string take() { return std::move(page_); }

private:
    std::string page_;
};

/// Of a table; `tone` is a class of the page's style, or empty.
struct HtmlCell {
    HtmlCell(std::string text_, std::string_view tone_ = {})
        : text(std::move(text_)), tone(tone_) {}

    std::string text;
    std::string_view tone;
};

using HtmlRows = std::vector<std::vector<HtmlCell>>;

/// A table that scrolls by itself on a phone. Columns whose head begins with '#' hold numbers.
inline void add_table(HtmlWriter& page, const std::vector<std::string>& heads,
                      const HtmlRows& rows) {
    page.raw("<div class=\"wide\"><table><thead><tr>");
    for (const auto& head : heads) {
        const bool number = head.starts_with('#');
        page.element(number ? "th class=\"number\"" : "th", head.substr(number ? 1 : 0));
    }
    page.raw("</tr></thead><tbody>");
    for (const auto& row : rows) {
        page.raw("<tr>");
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto& [text, tone] = row[i];
            page.element(heads[i].starts_with('#') ? "td class=\"number\""
                         : tone.empty()            ? "td"
                                                   : "td class=\"tone " + std::string(tone) + "\"",
                         text);
        }
        page.raw("</tr>");
    }
    page.raw("</tbody></table></div>");
}

} // namespace moebench::detail
