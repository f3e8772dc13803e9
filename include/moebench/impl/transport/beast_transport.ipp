// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/transport/beast_transport.hpp>
#include <moebench/transport/detail/beast_connection.hpp>
#include <moebench/transport/detail/beast_reply_reader.hpp>
#include <moebench/version.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace moebench {

struct BeastTransport::State {
    State(asio::any_io_executor executor, ServerAddress address, std::string api_key_)
        : connection(std::move(executor), std::move(address)), api_key(std::move(api_key_)) {}

    Task<HttpResponse> attempt(const HttpRequest& request, TimePoint deadline,
                               const ChunkHandler& on_chunk, ExchangeTimings& timings);
    std::string header_of(const HttpRequest& request) const;
    Task<void> send(detail::BeastReplyReader& reader, const std::string& head,
                    const HttpRequest& request, TimePoint deadline);
    Task<void> read_some(detail::BeastReplyReader& reader, const HttpRequest& request);
    bool request_has_arrived() { return sent_whole && connection.all_has_arrived(); }
    Failure failure(boost::system::error_code code, const HttpRequest& request,
                    std::string_view why = {}) const;

    detail::BeastConnection connection;
    std::string api_key;
    detail::beast::flat_buffer buffer;
    bool sent_whole = false;
    bool got_reply_byte = false;
};

MOEBENCH_DECL Failure BeastTransport::State::failure(boost::system::error_code code,
                                                     const HttpRequest& request,
                                                     std::string_view why) const {
    const auto ours = detail::transport_code(code);
    std::string context = request.method + " " + connection.address().url() + request.target;
    if (ours.category() == moebench_category()) context += ": " + ours.message();
    if (ours != code && ours != make_error_code(Errc::request_timeout)) {
        context += " (" + (why.empty() ? code.message() : std::string(why)) + ")";
    }
    return {ours, std::move(context)};
}

/// Sends the request. Stops where the connection breaks or the server has replied already: then
/// only the reply is left to read.
MOEBENCH_DECL Task<void> BeastTransport::State::send(detail::BeastReplyReader& reader,
                                                     const std::string& head,
                                                     const HttpRequest& request,
                                                     TimePoint deadline) {
    boost::system::error_code code;
    std::size_t sent = 0;
    while (!code) {
        const std::size_t in_body = sent - std::min(sent, head.size());
        const std::array rest{asio::buffer(head) + sent, asio::buffer(request.body) + in_body};
        sent += connection.stream().socket().write_some(rest, code);
        sent_whole = sent == head.size() + request.body.size();
        if (sent_whole) break;
        if (code != asio::error::would_block) continue;
        auto room = co_await connection.wait_for_room(deadline);
        if (!room) co_return failure(room.error().code, request);
        code = {};
        if (connection.is_quiet()) continue;
        auto read = co_await read_some(reader, request);
        if (!read) co_return read.error();
        if (reader.header_done()) break;
    }
    co_return Result<void>();
}

/// Reads once.
MOEBENCH_DECL Task<void> BeastTransport::State::read_some(detail::BeastReplyReader& reader,
                                                          const HttpRequest& request) {
    const bool header_known = reader.header_done();
    const auto space = reader.space();
    auto [code, bytes] = co_await connection.stream().async_read_some(space, detail::use_tuple);
    const auto read_at = std::chrono::steady_clock::now();
    got_reply_byte = got_reply_byte || bytes > 0;
    if (!code) {
        code = reader.take(bytes, read_at);
    } else if (code == asio::error::eof) {
        code = reader.take_end();
    }
    if (code) co_return failure(code, request, reader.why());
    if (!header_known && reader.header_done() && !reader.is_error() && !request_has_arrived()) {
        co_return failure(detail::http::error::bad_status, request,
                          "it replied before it had received the request");
    }
    co_return Result<void>();
}

MOEBENCH_DECL std::string BeastTransport::State::header_of(const HttpRequest& request) const {
    namespace http = detail::http;
    http::request<http::empty_body> message;
    message.method_string(request.method);
    message.target(request.target);
    const auto& address = connection.address();
    const std::string url = address.url();
    message.set(http::field::host,
                address.socket_path.empty() ? url.substr(url.find("//") + 2) : "localhost");
    message.set(http::field::user_agent, "moebench/" MOEBENCH_VERSION);
    message.set(http::field::accept_encoding, "identity"); // the time of each event matters
    if (!api_key.empty()) message.set(http::field::authorization, "Bearer " + api_key);
    message.prepare_payload(); // sets Content-Length: 0 for a POST without a body
    if (!request.body.empty()) {
        message.set(http::field::content_type, "application/json");
        message.content_length(request.body.size());
    }
    std::string text;
    http::request_serializer<http::empty_body> serializer(message);
    boost::system::error_code none;
    serializer.next(
        none, [&](auto&, const auto& header) { text = boost::beast::buffers_to_string(header); });
    return text;
}

MOEBENCH_DECL Task<HttpResponse> BeastTransport::State::attempt(const HttpRequest& request,
                                                                TimePoint deadline,
                                                                const ChunkHandler& on_chunk,
                                                                ExchangeTimings& timings) {
    const std::string head = header_of(request);
    connection.stream().expires_at(deadline);
    sent_whole = false;
    got_reply_byte = false;
    detail::BeastReplyReader reader(buffer, on_chunk, request.body_limit);
    timings.started = std::chrono::steady_clock::now();
    auto step = co_await send(reader, head, request, deadline);
    while (step && !reader.done()) step = co_await read_some(reader, request);
    if (!step) co_return step.error();
    if (!reader.reusable() || !request_has_arrived()) connection.close();
    co_return reader.response();
}

MOEBENCH_DECL BeastTransport::BeastTransport(asio::any_io_executor executor, ServerAddress address,
                                             std::string api_key)
    : state_(std::make_unique<State>(std::move(executor), std::move(address), std::move(api_key))) {
}
MOEBENCH_DECL BeastTransport::BeastTransport(BeastTransport&&) noexcept = default;
MOEBENCH_DECL BeastTransport& BeastTransport::operator=(BeastTransport&&) noexcept = default;
MOEBENCH_DECL BeastTransport::~BeastTransport() = default;

MOEBENCH_DECL void BeastTransport::close() { state_->connection.close(); }

MOEBENCH_DECL Task<HttpResponse> BeastTransport::exchange(HttpRequest request,
                                                          const ChunkHandler& on_chunk,
                                                          ExchangeTimings& timings) {
    State& state = *state_;
    auto& connection = state.connection;
    timings = ExchangeTimings{};
    timings.started = std::chrono::steady_clock::now();
    Result<HttpResponse> response = fail(Errc::connection_lost, "not connected");
    // not TimePoint::max(): Beast adds to it
    constexpr Duration unlimited = std::chrono::hours(24 * 365 * 100);
    const TimePoint deadline =
        timings.started + (request.timeout > Duration::zero() ? request.timeout : unlimited);
    try {
        // what comes unasked could be taken for the reply to this request
        if (connection.is_open() && !connection.is_quiet()) {
            timings.reconnected = true;
            connection.close();
        }
        for (bool again = true; again;) {
            const bool kept = connection.is_open();
            if (!kept) {
                auto connected = co_await connection.open(deadline);
                if (!connected) {
                    response = connected.error();
                    break;
                }
            }
            response = co_await state.attempt(request, deadline, on_chunk, timings);
            // repeat only if the server closed the kept-alive connection while the request was on
            // its way; later it may have worked on the request, which must not be sent twice
            constexpr Duration on_the_way = std::chrono::seconds(1);
            const Duration taken = std::chrono::steady_clock::now() - timings.started;
            again = kept && !response && !state.got_reply_byte && taken < on_the_way &&
                    response.error().code == Errc::connection_lost;
            if (again) timings.reconnected = true;
            if (!response) connection.close();
        }
    } catch (const boost::system::system_error& thrown) {
        // cancelled between two operations: the next one throws instead of returning an error
        if (thrown.code() != asio::error::operation_aborted) throw;
        response = state.failure(thrown.code(), request);
        connection.close();
    }
    timings.finished = std::chrono::steady_clock::now();
    co_return response;
}

} // namespace moebench
