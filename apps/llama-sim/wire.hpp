// SPDX-License-Identifier: MIT
#pragma once

#include "server.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include <string>
#include <string_view>

namespace llama_sim {

using Stream = boost::beast::basic_stream<asio::generic::stream_protocol>;

/// The sending half of a connection, written by hand so that it can also be wrong. Whatever gives a
/// bool gives false once the client is gone or the connection is spoilt.
class Wire {
public:
    Wire(Server& server, Stream& stream) : server_(server), stream_(stream) {}

    /// Of the reply to come: `Connection: close` instead of `Keep-Alive`.
    bool close_after = false;
    /// Milliseconds between two bytes of the header. 0: it is sent at once.
    std::int64_t slow_header_ms = 0;
    /// Every byte of a stream in a chunk and a write of its own.
    bool split_chunks = false;

    /// A whole reply. Status 400 and above closes.
    Awaitable<bool> reply(unsigned status, std::string content_type, std::string body);
    Awaitable<bool> reply_json(unsigned status, std::string body);

    /// Header for a body of `length` bytes.
    Awaitable<bool> begin_reply(unsigned status, std::string content_type, std::size_t length);
    /// Header for a chunked body.
    Awaitable<bool> begin_stream(std::string content_type);
    Awaitable<bool> send_chunk(std::string bytes);
    Awaitable<bool> end_stream();
    Awaitable<bool> send(std::string bytes);

    /// Sleeps, and looks for the client as it does. A server that is stopping does no more work: it
    /// waits here for the client to go.
    Awaitable<bool> pause_until(TimePoint time);
    /// Says nothing more.
    Awaitable<bool> wait_for_close() { return pause_until(TimePoint::max()); }
    /// Closes so that the client gets ECONNRESET.
    void reset();

private:
    std::string head(unsigned status) const;
    Awaitable<bool> send_head(std::string head);
    bool client_gone();

    Server& server_;
    Stream& stream_;
};

} // namespace llama_sim
