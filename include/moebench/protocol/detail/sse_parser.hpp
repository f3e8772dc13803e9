// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::detail {

/// Whether a Content-Type is that of an event stream. A missing one is believed.
bool is_event_stream(std::string_view content_type);

/// Splits a text/event-stream into events and keeps the time when each was complete (HTML standard,
/// "server-sent events"; `id` and `retry` are passed over). No I/O, no JSON: it runs inside the
/// timed window, so its buffers are reused for the next stream.
class SseParser {
public:
    /// Adds the next bytes of the body, and the time when they were read. Reads may end anywhere.
    void push(std::string_view bytes, TimePoint at);

    /// The stream has ended as it should: what it holds without a last empty line is an event, too.
    /// The standard drops it, but it may be all that says that the reply is not complete.
    void finish(TimePoint at);

    /// Prepares for the next stream: all events are dropped.
    void reset();

    /// Number of complete events.
    std::size_t size() const noexcept { return events_.size(); }

    /// The joined `data` lines of event `index`; valid until the next push or reset.
    std::string_view data(std::size_t index) const noexcept {
        return std::string_view(data_).substr(events_[index].begin,
                                              events_[index].end - events_[index].begin);
    }

    /// Its `event` field. Empty: it has none.
    std::string_view type(std::size_t index) const noexcept { return events_[index].type; }

    /// The last event has no empty line at its end; the stream may have ended inside it.
    bool last_is_open() const noexcept { return last_is_open_; }

    /// The beginning of the first line that is no field but looks like the data of an event, such
    /// as data whose field name is garbled. Empty: there was none.
    const std::string& stray_line() const noexcept { return stray_line_; }

    /// When the read that completed the event returned.
    TimePoint at(std::size_t index) const noexcept { return events_[index].at; }

private:
    struct Event {
        std::size_t begin;
        std::size_t end;
        TimePoint at;
        std::string type;
    };

    void take_line(std::string_view line, TimePoint at);
    void end_event(TimePoint at);

    std::string data_;
    std::string partial_; // a line whose end was not read yet
    std::vector<Event> events_;
    std::string type_;
    std::string stray_line_;
    std::size_t begin_ = 0; // where the current event's data begins in data_
    bool has_data_ = false;
    bool after_cr_ = false;
    bool last_is_open_ = false;
    bool at_begin_ = true; // a byte order mark may come
};

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/detail/sse_parser.ipp>
#endif
