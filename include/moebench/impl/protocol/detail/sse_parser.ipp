// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/protocol/detail/sse_parser.hpp>

#include <algorithm>

namespace moebench::detail {

MOEBENCH_DECL void SseParser::push(std::string_view bytes, TimePoint at) {
    while (!bytes.empty()) {
        if (after_cr_ && bytes.front() == '\n') bytes.remove_prefix(1); // CRLF is one line end
        after_cr_ = false;
        // not find_first_of: libstdc++ searches the whole set again for each byte
        const std::size_t line_feed = bytes.find('\n');
        const std::size_t end = std::min(bytes.substr(0, line_feed).find('\r'), line_feed);
        if (end == std::string_view::npos) {
            partial_ += bytes;
            return;
        }
        if (partial_.empty()) {
            take_line(bytes.substr(0, end), at);
        } else {
            partial_ += bytes.substr(0, end);
            take_line(partial_, at);
            partial_.clear();
        }
        after_cr_ = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
    }
}

MOEBENCH_DECL void SseParser::take_line(std::string_view line, TimePoint at) {
    if (line.empty()) {
        if (has_data_) events_.push_back({begin_, data_.size(), at});
        has_data_ = false;
        begin_ = data_.size();
        return;
    }
    constexpr std::string_view field = "data:";
    if (!line.starts_with(field)) return; // comments and other fields
    line.remove_prefix(field.size());
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (has_data_) data_ += '\n';
    data_ += line;
    has_data_ = true;
}

MOEBENCH_DECL void SseParser::reset() {
    data_.clear();
    partial_.clear();
    events_.clear();
    begin_ = 0;
    has_data_ = false;
    after_cr_ = false;
}

} // namespace moebench::detail
