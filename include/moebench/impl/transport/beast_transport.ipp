// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/transport/beast_transport.hpp>
#include <moebench/transport/detail/beast_reply_body.hpp>
#include <moebench/version.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <vector>

#include <sys/socket.h>

namespace moebench {

namespace detail {

using BeastStream = beast::basic_stream<asio::generic::stream_protocol>;
using Endpoint = asio::generic::stream_protocol::endpoint;

inline constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

/// Translates codes of Beast and of the system to those of the Transport concept.
inline boost::system::error_code transport_code(boost::system::error_code code) {
    if (code == asio::error::operation_aborted) return code;
    if (code == beast::error::timeout) return Errc::request_timeout;
    if (code == http::error::partial_message) return Errc::stream_truncated;
    if (code == http::error::body_limit) return Errc::reply_too_large;
    if (code == http::error::end_of_stream) return Errc::connection_lost;
    if (code.category() == http::make_error_code(http::error::bad_version).category()) {
        return Errc::malformed_http;
    }
    return Errc::connection_lost;
}

} // namespace detail

struct BeastTransport::State {
    State(asio::any_io_executor executor_, ServerAddress address_, std::string api_key_)
        : executor(std::move(executor_)), address(std::move(address_)),
          api_key(std::move(api_key_)) {}

    using Parser = detail::http::response_parser<detail::ReplyBody>;

    void close() {
        if (!stream) return;
        boost::system::error_code ignored;
        stream->socket().close(ignored);
        stream.reset();
    }

    bool peer_has_closed();
    Task<void> connect(TimePoint deadline);
    Task<std::vector<detail::Endpoint>> resolve();
    Task<HttpResponse> attempt(const HttpRequest& request, TimePoint deadline,
                               const ChunkHandler& on_chunk, ExchangeTimings& timings);
    std::string header_of(const HttpRequest& request) const;
    Task<void> read_reply(Parser& parser, const HttpRequest& request);
    boost::system::error_code parse(Parser& parser);
    Failure failure(boost::system::error_code code, const HttpRequest& request) const;
    std::string authority() const {
        const std::string url = address.url();
        return url.substr(url.find("//") + 2);
    }

    asio::any_io_executor executor;
    ServerAddress address;
    std::string api_key;
    std::optional<detail::BeastStream> stream;
    detail::beast::flat_buffer buffer;
    bool got_reply_byte = false;
};

MOEBENCH_DECL Failure BeastTransport::State::failure(boost::system::error_code code,
                                                     const HttpRequest& request) const {
    const auto ours = detail::transport_code(code);
    std::string context = request.method + " " + address.url() + request.target;
    if (ours.category() == moebench_category()) context += ": " + ours.message();
    if (ours != code && ours != make_error_code(Errc::request_timeout)) {
        context += " (" + code.message() + ")";
    }
    return {ours, std::move(context)};
}

MOEBENCH_DECL Task<std::vector<detail::Endpoint>> BeastTransport::State::resolve() {
    std::vector<detail::Endpoint> endpoints;
    if (!address.socket_path.empty()) {
        // Asio throws for a path that does not fit in sockaddr_un: return an error instead
        if (address.socket_path.size() >= sizeof(::sockaddr_un::sun_path)) {
            co_return fail(Errc::invalid_option, "socket path too long: " + address.socket_path);
        }
        endpoints.emplace_back(asio::local::stream_protocol::endpoint(address.socket_path));
        co_return endpoints;
    }
    boost::system::error_code not_numeric;
    const auto numeric = asio::ip::make_address(address.host, not_numeric);
    if (!not_numeric) {
        endpoints.emplace_back(asio::ip::tcp::endpoint(numeric, address.port));
        co_return endpoints;
    }
    asio::ip::tcp::resolver resolver(executor);
    auto [code, found] = co_await resolver.async_resolve(address.host, std::to_string(address.port),
                                                         detail::use_tuple);
    if (code) co_return fail(code, "resolving " + address.host);
    for (const auto& entry : found) endpoints.emplace_back(entry.endpoint());
    co_return endpoints;
}

/// Whether the server has closed the kept-alive connection: between two exchanges it sends nothing
/// else.
MOEBENCH_DECL bool BeastTransport::State::peer_has_closed() {
    char byte = 0;
    const auto got = ::recv(stream->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

MOEBENCH_DECL Task<void> BeastTransport::State::connect(TimePoint deadline) {
    auto endpoints = co_await resolve();
    if (!endpoints) co_return endpoints.error();
    boost::system::error_code last = asio::error::host_not_found;
    for (const auto& endpoint : *endpoints) {
        stream.emplace(executor);
        stream->expires_at(deadline);
        auto [code] = co_await stream->async_connect(endpoint, detail::use_tuple);
        last = code;
        if (!code) {
            const bool tcp = endpoint.protocol().family() != AF_UNIX;
            if (tcp) stream->socket().set_option(asio::ip::tcp::no_delay(true), last);
            buffer.clear();
            co_return Result<void>();
        }
        close();
        if (code == asio::error::operation_aborted) break;
    }
    const auto ours = detail::transport_code(last);
    co_return fail(ours, "connecting to " + address.url() + ": " + last.message());
}

/// Passes the received bytes to the parser, until it needs more.
MOEBENCH_DECL boost::system::error_code BeastTransport::State::parse(Parser& parser) {
    boost::system::error_code code;
    while (buffer.size() > 0 && !parser.is_done()) {
        buffer.consume(parser.put(buffer.data(), code));
        if (code == detail::http::error::need_more) return {};
        if (code) return code;
        auto& body = parser.get().body(); // the parser stops after the header
        body.hand_on = *body.on_chunk && parser.get().result_int() == 200;
    }
    return code;
}

/// Beast's own read parses before it returns; this one takes the time before parsing.
MOEBENCH_DECL Task<void> BeastTransport::State::read_reply(Parser& parser,
                                                           const HttpRequest& request) {
    constexpr std::size_t most = 65536;
    while (!parser.is_done()) {
        const auto space = buffer.prepare(most);
        auto [code, bytes] = co_await stream->async_read_some(space, detail::use_tuple);
        parser.get().body().read_at = std::chrono::steady_clock::now();
        buffer.commit(bytes);
        got_reply_byte = got_reply_byte || bytes > 0;
        if (!code) {
            code = parse(parser);
        } else if (code == asio::error::eof && parser.got_some()) {
            parser.put_eof(code); // the end of a body without a length
        } else if (code == asio::error::eof) {
            code = detail::http::error::end_of_stream;
        }
        if (code) co_return failure(code, request);
    }
    co_return Result<void>();
}

MOEBENCH_DECL std::string BeastTransport::State::header_of(const HttpRequest& request) const {
    namespace http = detail::http;
    http::request<http::empty_body> message;
    message.method_string(request.method);
    message.target(request.target);
    message.set(http::field::host, address.socket_path.empty() ? authority() : "localhost");
    message.set(http::field::user_agent, "moebench/" MOEBENCH_VERSION);
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
    const std::array message{asio::buffer(head), asio::buffer(request.body)};
    stream->expires_at(deadline);

    got_reply_byte = false;
    timings.started = std::chrono::steady_clock::now();
    auto [write_code, written] = co_await asio::async_write(*stream, message, detail::use_tuple);
    if (write_code) co_return failure(write_code, request);

    HttpResponse response;
    Parser parser;
    // ReplyBody counts the bytes itself, because chunked bodies have no length to check
    parser.body_limit(boost::none);
    auto& body = parser.get().body();
    body.on_chunk = &on_chunk;
    body.text = &response.body;
    body.limit = request.body_limit;
    auto read = co_await read_reply(parser, request);
    if (!read) co_return read.error();
    response.status = parser.get().result_int();
    response.content_type = std::string(parser.get()[detail::http::field::content_type]);
    if (!parser.keep_alive()) close();
    co_return response;
}

MOEBENCH_DECL BeastTransport::BeastTransport(asio::any_io_executor executor, ServerAddress address,
                                             std::string api_key)
    : state_(std::make_unique<State>(std::move(executor), std::move(address), std::move(api_key))) {
}
MOEBENCH_DECL BeastTransport::BeastTransport(BeastTransport&&) noexcept = default;
MOEBENCH_DECL BeastTransport& BeastTransport::operator=(BeastTransport&&) noexcept = default;
MOEBENCH_DECL BeastTransport::~BeastTransport() = default;

MOEBENCH_DECL void BeastTransport::close() { state_->close(); }

MOEBENCH_DECL Task<HttpResponse> BeastTransport::exchange(HttpRequest request,
                                                          const ChunkHandler& on_chunk,
                                                          ExchangeTimings& timings) {
    State& state = *state_;
    timings = ExchangeTimings{};
    timings.started = std::chrono::steady_clock::now();
    Result<HttpResponse> response = fail(Errc::connection_lost, "not connected");
    // not TimePoint::max(): Beast adds to it
    constexpr Duration unlimited = std::chrono::hours(24 * 365 * 100);
    const TimePoint deadline =
        timings.started + (request.timeout > Duration::zero() ? request.timeout : unlimited);
    try {
        if (state.stream && state.peer_has_closed()) {
            timings.reconnected = true;
            state.close();
        }
        for (bool again = true; again;) {
            const bool kept = state.stream.has_value();
            if (!kept) {
                auto connected = co_await state.connect(deadline);
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
            if (!response) state.close();
        }
    } catch (const boost::system::system_error& thrown) {
        // cancelled between two operations: the next one throws instead of returning an error
        if (thrown.code() != asio::error::operation_aborted) throw;
        response = state.failure(thrown.code(), request);
        state.close();
    }
    timings.finished = std::chrono::steady_clock::now();
    co_return response;
}

} // namespace moebench
