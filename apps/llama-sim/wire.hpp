// SPDX-License-Identifier: MIT
#pragma once

#include "server.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include <string>
#include <string_view>

namespace llama_sim {

using Stream = boost::beast::basic_stream<asio::generic::stream_protocol>;

/// The sending half of a connection, without a library so that it can also send wrong bytes. A
/// function that returns bool returns false if the client is gone or the connection is broken.
class Wire {
public:
    Wire(Server& server, Stream& stream) : server_(server), stream_(stream) {}

    /// The next reply has `Connection: close` instead of `Keep-Alive`.
    bool close_after = false;
    /// Milliseconds between two bytes of the header; 0: none.
    std::int64_t slow_header_ms = 0;
    /// Sends every byte of a stream as a separate chunk with a separate write.
    bool split_chunks = false;

    /// Sends a whole reply. Status 400 and above closes the connection.
    Awaitable<bool> reply(unsigned status, std::string content_type, std::string body);
    Awaitable<bool> reply_json(unsigned status, std::string body);

    /// Sends the header for a body of `length` bytes.
    Awaitable<bool> begin_reply(unsigned status, std::string content_type, std::size_t length);
    /// Sends the header for a chunked body.
    Awaitable<bool> begin_stream(std::string content_type);
    Awaitable<bool> send_chunk(std::string bytes);
    Awaitable<bool> end_stream();
    Awaitable<bool> send(std::string bytes);

    /// Sleeps, and checks for the client meanwhile. While the server is stopping, it waits here
    /// until the client is gone.
    Awaitable<bool> pause_until(TimePoint time);
    /// Sends nothing more.
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
