// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/transport/server_address.hpp>

#include <charconv>

namespace moebench {

MOEBENCH_DECL Result<ServerAddress> ServerAddress::parse(std::string_view url) {
    const auto refuse = [url](std::string_view why) {
        return fail(Errc::invalid_option, "'" + std::string(url) + "': " + std::string(why) +
                                              "; use http://HOST:PORT or unix:///PATH.sock");
    };
    constexpr std::string_view http = "http://";
    constexpr std::string_view unix_scheme = "unix://";
    ServerAddress address;
    std::string_view rest = url;
    if (rest.starts_with(unix_scheme)) {
        address.socket_path = rest.substr(unix_scheme.size());
        if (!address.socket_path.starts_with('/')) return refuse("the path is not absolute");
        return address;
    }
    if (!rest.starts_with(http)) return refuse("not an http or unix address");
    rest.remove_prefix(http.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.find_first_of("?@") != std::string_view::npos) {
        // may contain a password or a key: do not repeat it
        return fail(Errc::invalid_option,
                    "only a host and a port are allowed, no user or query; use http://HOST:PORT");
    }
    if (rest.find_first_of("/#") != std::string_view::npos) {
        return refuse("only a host and a port are allowed");
    }

    const std::size_t colon = rest.rfind(':');
    const std::size_t bracket = rest.rfind(']');
    const bool has_port =
        colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    std::string_view host = rest.substr(0, has_port ? colon : rest.size());
    address.port = 80;
    if (has_port) {
        const auto digits = rest.substr(colon + 1);
        const char* const digits_end = digits.data() + digits.size();
        const auto [end, error] = std::from_chars(digits.data(), digits_end, address.port);
        if (error != std::errc{} || end != digits_end || address.port == 0) {
            return refuse("the port is not a number from 1 to 65535");
        }
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.empty()) return refuse("the host is missing");
    address.host = host;
    return address;
}

MOEBENCH_DECL ServerAddress ServerAddress::of(std::string host, std::uint16_t port) {
    ServerAddress address;
    if (host.ends_with(".sock")) {
        address.socket_path = std::move(host);
    } else {
        address.host = host == "0.0.0.0" ? "127.0.0.1" : std::move(host);
        address.port = port;
    }
    return address;
}

MOEBENCH_DECL std::string ServerAddress::url() const {
    if (!socket_path.empty()) return "unix://" + socket_path;
    const bool ipv6 = host.find(':') != std::string::npos;
    return "http://" + (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

} // namespace moebench
