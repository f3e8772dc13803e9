// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/transport/detail/beast_connection.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cerrno>

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace moebench::detail {

MOEBENCH_DECL boost::system::error_code transport_code(boost::system::error_code code) {
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

MOEBENCH_DECL Task<std::vector<Endpoint>> BeastConnection::resolve() {
    std::vector<Endpoint> endpoints;
    if (!address_.socket_path.empty()) {
        // Asio throws for a path that does not fit in sockaddr_un: return an error instead
        if (address_.socket_path.size() >= sizeof(::sockaddr_un::sun_path)) {
            co_return fail(Errc::invalid_option, "socket path too long: " + address_.socket_path);
        }
        endpoints.emplace_back(asio::local::stream_protocol::endpoint(address_.socket_path));
        co_return endpoints;
    }
    boost::system::error_code not_numeric;
    const auto numeric = asio::ip::make_address(address_.host, not_numeric);
    if (!not_numeric) {
        endpoints.emplace_back(asio::ip::tcp::endpoint(numeric, address_.port));
        co_return endpoints;
    }
    asio::ip::tcp::resolver resolver(executor_);
    auto [code, found] =
        co_await resolver.async_resolve(address_.host, std::to_string(address_.port), use_tuple);
    if (code) co_return fail(code, "resolving " + address_.host);
    for (const auto& entry : found) endpoints.emplace_back(entry.endpoint());
    co_return endpoints;
}

MOEBENCH_DECL bool BeastConnection::is_quiet() {
    char byte = 0;
    const auto got = ::recv(stream_->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

MOEBENCH_DECL bool BeastConnection::all_has_arrived() {
    int unconfirmed = 0; // bytes
    return ::ioctl(stream_->socket().native_handle(), SIOCOUTQ, &unconfirmed) != 0 ||
           unconfirmed == 0;
}

MOEBENCH_DECL Task<void> BeastConnection::open(TimePoint deadline) {
    auto endpoints = co_await resolve();
    if (!endpoints) co_return endpoints.error();
    boost::system::error_code last = asio::error::host_not_found;
    for (const auto& endpoint : *endpoints) {
        stream_.emplace(executor_);
        stream_->expires_at(deadline);
        auto [code] = co_await stream_->async_connect(endpoint, use_tuple);
        last = code;
        if (!code) {
            const bool tcp = endpoint.protocol().family() != AF_UNIX;
            if (tcp) stream_->socket().set_option(asio::ip::tcp::no_delay(true), last);
            stream_->socket().non_blocking(true, last); // for what is written at once
            co_return Result<void>();
        }
        close();
        if (code == asio::error::operation_aborted) break;
    }
    const auto ours = transport_code(last);
    co_return fail(ours, "connecting to " + address_.url() + ": " + last.message());
}

MOEBENCH_DECL Task<void> BeastConnection::wait_for_room(TimePoint deadline) {
    using asio::experimental::awaitable_operators::operator||;
    using Socket = BeastStream::socket_type;
    asio::steady_timer timer(executor_, deadline);
    auto room = stream_->socket().async_wait(Socket::wait_write, use_tuple);
    auto reply = stream_->socket().async_wait(Socket::wait_read, use_tuple);
    auto late = timer.async_wait(use_tuple);
    auto first = co_await (std::move(room) || std::move(reply) || std::move(late));
    if (first.index() == 2) co_return fail(beast::error::timeout, "");
    co_return Result<void>();
}

} // namespace moebench::detail
