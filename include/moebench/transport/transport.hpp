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

/// What is sent; the transport adds the headers.
struct HttpRequest {
    /// "GET" or "POST".
    std::string method = "GET";
    /// The path, "/health".
    std::string target = "/";
    /// Sent as application/json when not empty.
    std::string body;
    /// Upper bound for connecting, sending and reading. Zero: none.
    Duration timeout{};
    /// A longer reply body fails with Errc::reply_too_large.
    std::size_t body_limit = std::size_t{64} << 20;

    HttpRequest() = default;
    /// Without body or time limit.
    HttpRequest(std::string method_, std::string target_)
        : method(std::move(method_)), target(std::move(target_)) {}
};

/// What came back, whatever its status.
struct HttpResponse {
    /// 200, 503, ...
    unsigned status = 0;
    /// "text/event-stream; charset=utf-8" as sent; empty: the header was missing.
    std::string content_type;
    /// Empty when a ChunkHandler took the body.
    std::string body;

    HttpResponse() = default;
};

/// Takes body bytes as they were read, with the stamp taken just after the read.
using ChunkHandler = std::function<void(std::string_view bytes, TimePoint at)>;

/// One HTTP exchange at a time on a kept-alive connection.
/// `exchange` gives the whole reply; a body with status 200 goes to `on_chunk` when that is set.
/// `timings` is filled also when the exchange fails; it must outlive the task, as must `on_chunk`.
/// Errors: Errc::connection_lost (refused, reset), stream_truncated (ended inside a body),
/// request_timeout, malformed_http, reply_too_large; operation_aborted when cancelled. A failed
/// exchange closes the connection.
template <class T>
concept Transport = requires(T& transport, HttpRequest request, const ChunkHandler& on_chunk,
                             ExchangeTimings& timings) {
    {
        transport.exchange(std::move(request), on_chunk, timings)
    } -> std::same_as<Task<HttpResponse>>;
    { transport.close() } -> std::same_as<void>;
};

} // namespace moebench
