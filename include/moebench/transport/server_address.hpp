// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench {

/// Where a server listens: a host and port, or the path of a Unix socket.
struct ServerAddress {
    /// Name or IP address; an IPv6 address without brackets.
    std::string host;
    /// TCP port.
    std::uint16_t port = 0;
    /// Path of a Unix socket. If it is not empty, host and port are not used.
    std::string socket_path;

    ServerAddress() = default;

    /// Parses `http://HOST:PORT`, `http://[::1]:PORT`, or `unix:///PATH.sock`. A path after the
    /// port is an error. Errors: Errc::invalid_option, with the text.
    static Result<ServerAddress> parse(std::string_view url);

    /// The address of a server started with `--host host --port port`; a host that ends in `.sock`
    /// is a path.
    static ServerAddress of(std::string host, std::uint16_t port);

    /// The text from which parse() makes this address.
    std::string url() const;
};

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/transport/server_address.ipp>
#endif
