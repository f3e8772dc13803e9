// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/task.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace moebench {

/// A request; the transport adds the headers.
struct HttpRequest {
    /// "GET" or "POST".
    std::string method = "GET";
    /// The path, such as "/health".
    std::string target = "/";
    /// Sent as application/json when not empty.
    std::string body;
    /// Time limit for connecting, sending and reading together. Zero: none.
    Duration timeout{};
    /// A longer reply body fails with Errc::reply_too_large.
    std::size_t body_limit = std::size_t{64} << 20;

    HttpRequest() = default;
    /// Without body or time limit.
    HttpRequest(std::string method_, std::string target_)
        : method(std::move(method_)), target(std::move(target_)) {}
};

/// A reply of any status.
struct HttpResponse {
    /// 200, 503, ...
    unsigned status = 0;
    /// As sent, such as "text/event-stream; charset=utf-8". Empty: the header was missing.
    std::string content_type;
    /// Empty when a ChunkHandler took the body.
    std::string body;

    HttpResponse() = default;
};

/// Receives body bytes as they were read, with the time just after the read.
using ChunkHandler = std::function<void(std::string_view bytes, TimePoint at)>;

/// Does one HTTP exchange at a time on a kept-alive connection. `exchange` returns the complete
/// reply; if `on_chunk` is set, it gets the body of a reply with status 200. `timings` is set also
/// if the exchange fails. Lifetime: `timings` and `on_chunk` outlive the task. Errors:
/// Errc::connection_lost (refused, reset), stream_truncated (ended inside a body), request_timeout,
/// malformed_http, reply_too_large; operation_aborted when cancelled. A failed exchange closes the
/// connection.
template <class T>
concept Transport = requires(T& transport, HttpRequest request, const ChunkHandler& on_chunk,
                             ExchangeTimings& timings) {
    {
        transport.exchange(std::move(request), on_chunk, timings)
    } -> std::same_as<Task<HttpResponse>>;
    { transport.close() } -> std::same_as<void>;
};

} // namespace moebench
