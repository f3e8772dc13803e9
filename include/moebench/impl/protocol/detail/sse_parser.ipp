// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/protocol/detail/sse_parser.hpp>

#include <algorithm>

namespace moebench::detail {

MOEBENCH_DECL bool is_event_stream(std::string_view content_type) {
    constexpr std::string_view wanted = "text/event-stream";
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    const auto same = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    };
    return content_type.empty() || std::ranges::equal(type, wanted, same);
}

MOEBENCH_DECL void SseParser::push(std::string_view bytes, TimePoint at) {
    while (!bytes.empty()) {
        if (after_cr_ && bytes.front() == '\n') bytes.remove_prefix(1); // CRLF is one line end
        after_cr_ = false;
        // Neither find_first_of, which in libstdc++ searches the set again for each byte, nor two
        // searches, of which one would read the rest again for each line.
        const auto is_end = [](char c) { return c == '\n' || c == '\r'; };
        const auto end = static_cast<std::size_t>(std::find_if(bytes.begin(), bytes.end(), is_end) -
                                                  bytes.begin());
        if (end == bytes.size()) {
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
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (at_begin_ && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    at_begin_ = false;
    if (line.empty()) return end_event(at);
    const std::size_t colon = std::min(line.find(':'), line.size());
    const auto name = line.substr(0, colon);
    auto value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    const bool bare = line.starts_with('{'); // an error, written into the stream as it is
    if (bare || name == "data") {
        if (has_data_) data_ += '\n';
        data_ += bare ? line : value;
        has_data_ = true;
    } else if (name == "event") {
        type_ = value;
    } else if (stray_line_.empty() && name != "id" && name != "retry") {
        const bool comment = name.empty();
        if (line.find(comment ? "\"choices\"" : "{") != std::string_view::npos) {
            stray_line_ = line.substr(0, 300);
        }
    }
}

MOEBENCH_DECL void SseParser::end_event(TimePoint at) {
    if (has_data_) events_.push_back({begin_, data_.size(), at, type_});
    has_data_ = false;
    begin_ = data_.size();
    type_.clear();
}

MOEBENCH_DECL void SseParser::finish(TimePoint at) {
    if (!partial_.empty()) take_line(partial_, at);
    partial_.clear();
    last_is_open_ = has_data_;
    end_event(at);
}

MOEBENCH_DECL void SseParser::reset() {
    data_.clear();
    partial_.clear();
    events_.clear();
    type_.clear();
    stray_line_.clear();
    begin_ = 0;
    has_data_ = false;
    after_cr_ = false;
    last_is_open_ = false;
    at_begin_ = true;
}

} // namespace moebench::detail
