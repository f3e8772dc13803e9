// SPDX-License-Identifier: MIT
#pragma once

#include "wire.hpp"

namespace llama_sim {

/// Serves one connection until it is closed: after 100 requests, 5 idle seconds, or an error.
Awaitable<> serve(Server& server, asio::generic::stream_protocol::socket socket);

} // namespace llama_sim
