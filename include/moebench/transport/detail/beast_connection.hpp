// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>
#include <moebench/error.hpp>
#include <moebench/task.hpp>
#include <moebench/transport/server_address.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench::detail {

namespace beast = boost::beast;
namespace http = boost::beast::http;

using BeastStream = beast::basic_stream<asio::generic::stream_protocol>;
using Endpoint = asio::generic::stream_protocol::endpoint;

inline constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

/// Translates codes of Beast and of the system to those of the Transport concept.
boost::system::error_code transport_code(boost::system::error_code code);

/// A connection to a server, and what its socket says about the exchange on it.
class BeastConnection {
public:
    BeastConnection(asio::any_io_executor executor, ServerAddress address)
        : executor_(std::move(executor)), address_(std::move(address)) {}

    const ServerAddress& address() const noexcept { return address_; }
    bool is_open() const noexcept { return stream_.has_value(); }
    BeastStream& stream() { return *stream_; }

    Task<void> open(TimePoint deadline);
    void close() {
        if (!stream_) return;
        boost::system::error_code ignored;
        stream_->socket().close(ignored);
        stream_.reset();
    }

    /// The server has neither closed it nor sent anything that was not read.
    bool is_quiet();
    /// The other side has received all that was written: every reply to it confirms that.
    bool all_has_arrived();
    /// Waits until more can be written, or something can be read.
    Task<void> wait_for_room(TimePoint deadline);

private:
    Task<std::vector<Endpoint>> resolve();

    asio::any_io_executor executor_;
    ServerAddress address_;
    std::optional<BeastStream> stream_;
};

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/transport/detail/beast_connection.ipp>
#endif
