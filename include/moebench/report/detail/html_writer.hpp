// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/shown_text.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace moebench::detail {

/// A page under construction. Whatever is not markup of ours goes through text().
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

} // namespace moebench::detail
