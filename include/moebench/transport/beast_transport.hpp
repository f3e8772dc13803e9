// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/transport/server_address.hpp>
#include <moebench/transport/transport.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>

namespace moebench {

/// HTTP/1.1 over TCP or a Unix socket, on one kept-alive connection that is opened when it is
/// needed. If the server has closed the connection between two exchanges, it is opened again, once,
/// and only before the first byte of the reply: llama-server closes after 100 requests, after 5
/// idle seconds, and after every error. It is not used again after anything unusual: an interim
/// reply (1xx, which is passed over), bytes after the reply, HTTP/1.0, an error. What came late
/// would be taken for the next reply. Connecting is never part of an exchange's timings. Bytes have
/// the time just after the read that brought them, before anything is parsed. Lifetime: must
/// outlive its tasks. Cancellation: terminal; the connection is closed.
class BeastTransport {
public:
    /// `api_key`: sent as bearer token. Empty: none.
    BeastTransport(asio::any_io_executor executor, ServerAddress address, std::string api_key = {});
    /// Not while an exchange is going on.
    BeastTransport(BeastTransport&&) noexcept;
    /// Not while an exchange is going on; the connection that it held before is closed.
    BeastTransport& operator=(BeastTransport&&) noexcept;
    ~BeastTransport();

    /// See Transport.
    Task<HttpResponse> exchange(HttpRequest request, const ChunkHandler& on_chunk,
                                ExchangeTimings& timings);
    /// Closes the connection; the next exchange opens a new one.
    void close();

private:
    struct State;
    std::unique_ptr<State> state_;
};
static_assert(Transport<BeastTransport>);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/transport/beast_transport.ipp>
#endif
