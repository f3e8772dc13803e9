// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench {

/// Where a server listens: a host and port, or the path of a Unix socket.
struct ServerAddress {
    /// Name or number; an IPv6 address without its brackets.
    std::string host;
    /// TCP.
    std::uint16_t port = 0;
    /// Not empty: a Unix socket, and host and port are unused.
    std::string socket_path;

    ServerAddress() = default;

    /// `http://HOST:PORT`, `http://[::1]:PORT`, or `unix:///PATH.sock`. A path behind the port is
    /// refused. Errors: Errc::invalid_option, with the text.
    static Result<ServerAddress> parse(std::string_view url);

    /// The address of a server started with `--host host --port port`; a host that ends in `.sock`
    /// is a path.
    static ServerAddress of(std::string host, std::uint16_t port);

    /// What parse() reads back.
    std::string url() const;
};

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/transport/server_address.ipp>
#endif
