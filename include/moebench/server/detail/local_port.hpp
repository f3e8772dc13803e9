// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstdint>
#include <optional>

namespace moebench::detail {

/// A TCP port of the loopback interface on which nobody listens now; 0 if there is none.
std::uint16_t free_local_port();

/// Whether somebody listens on a TCP port, on the loopback interface or on all interfaces.
bool local_port_is_taken(std::uint16_t port);

/// The process in the session of `leader` that listens on `port`; 0 if it is in another session,
/// nothing if the system does not show it.
std::optional<int> listener_in_session(std::uint16_t port, int leader);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/detail/local_port.ipp>
#endif
