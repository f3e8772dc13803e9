// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::detail {

/// Splits a text/event-stream into events and keeps the time when each was complete (HTML standard,
/// "server-sent events"; only `data` fields are kept, because llama-server sends no others). No
/// I/O, no JSON: it runs inside the timed window, so its buffers are reused for the next stream.
class SseParser {
public:
    /// Adds the next bytes of the body, and the time when they were read. Reads may end anywhere.
    void push(std::string_view bytes, TimePoint at);

    /// Prepares for the next stream: all events are dropped.
    void reset();

    /// Number of complete events. An event whose empty line is missing does not count (standard).
    std::size_t size() const noexcept { return events_.size(); }

    /// The joined `data` lines of event `index`; valid until the next push or reset.
    std::string_view data(std::size_t index) const noexcept {
        return std::string_view(data_).substr(events_[index].begin,
                                              events_[index].end - events_[index].begin);
    }

    /// When the read that completed the event returned.
    TimePoint at(std::size_t index) const noexcept { return events_[index].at; }

private:
    struct Event {
        std::size_t begin;
        std::size_t end;
        TimePoint at;
    };

    void take_line(std::string_view line, TimePoint at);

    std::string data_;
    std::string partial_; // a line whose end was not read yet
    std::vector<Event> events_;
    std::size_t begin_ = 0; // where the current event's data begins in data_
    bool has_data_ = false;
    bool after_cr_ = false;
};

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/detail/sse_parser.ipp>
#endif
