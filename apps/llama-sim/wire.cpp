// SPDX-License-Identifier: MIT
#include "wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <cerrno>

#include <sys/socket.h>

namespace llama_sim {

namespace {

// llama-server checks once per second; tests should not wait so long
constexpr auto look_for_client = std::chrono::milliseconds(50);

} // namespace

std::string Wire::head(unsigned status) const {
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
    return "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason) +
           "\r\nServer: llama.cpp\r\n";
}

Awaitable<bool> Wire::send_head(std::string head) {
    head += close_after ? "Connection: close\r\n\r\n" : "Keep-Alive: timeout=5, max=100\r\n\r\n";
    if (slow_header_ms == 0) co_return co_await send(std::move(head));
    for (const char byte : head) {
        const std::string bytes(1, byte);
        if (const bool sent = co_await send(bytes); !sent) co_return false;
        const TimePoint next = Clock::now() + std::chrono::milliseconds(slow_header_ms);
        if (const bool there = co_await pause_until(next); !there) co_return false;
    }
    co_return true;
}

Awaitable<bool> Wire::reply(unsigned status, std::string content_type, std::string body) {
    if (const bool sent = co_await begin_reply(status, std::move(content_type), body.size());
        !sent) {
        co_return false;
    }
    co_return co_await send(std::move(body));
}

Awaitable<bool> Wire::reply_json(unsigned status, std::string body) {
    return reply(status, "application/json; charset=utf-8", std::move(body));
}

Awaitable<bool> Wire::begin_reply(unsigned status, std::string content_type, std::size_t length) {
    if (status >= 400) close_after = true;
    return send_head(head(status) + "Content-Type: " + content_type +
                     "\r\nContent-Length: " + std::to_string(length) + "\r\n");
}

Awaitable<bool> Wire::begin_stream(std::string content_type) {
    return send_head(head(200) + "X-Accel-Buffering: no\r\nContent-Type: " + content_type +
                     "\r\nTransfer-Encoding: chunked\r\n");
}

Awaitable<bool> Wire::send_chunk(std::string bytes) {
    if (!split_chunks) {
        const std::string framed = format("%zx\r\n", bytes.size()) + bytes + "\r\n";
        co_return co_await send(framed);
    }
    for (const char byte : bytes) {
        const std::string framed = "1\r\n" + std::string(1, byte) + "\r\n";
        if (const bool sent = co_await send(framed); !sent) co_return false;
    }
    co_return true;
}

Awaitable<bool> Wire::end_stream() { return send("0\r\n\r\n"); }

Awaitable<bool> Wire::send(std::string bytes) {
    const auto [code, size] =
        co_await asio::async_write(stream_.socket(), asio::buffer(bytes), use_tuple);
    static_cast<void>(size);
    co_return !code;
}

/// As in llama-server, a client that only stopped sending also counts as gone.
bool Wire::client_gone() {
    char byte = 0;
    const auto size = ::recv(stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR);
}

Awaitable<bool> Wire::pause_until(TimePoint time) {
    asio::steady_timer timer(server_.context);
    for (TimePoint now = Clock::now(); now < time || server_.stopping; now = Clock::now()) {
        if (client_gone()) co_return false;
        const TimePoint look = now + look_for_client;
        timer.expires_at(server_.stopping ? look : std::min(time, look));
        co_await timer.async_wait(use_tuple);
    }
    co_return true;
}

void Wire::reset() {
    boost::system::error_code ignored;
    stream_.socket().set_option(asio::socket_base::linger(true, 0), ignored);
    stream_.socket().close(ignored);
}

} // namespace llama_sim
