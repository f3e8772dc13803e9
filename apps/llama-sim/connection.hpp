// SPDX-License-Identifier: MIT
#pragma once

#include "wire.hpp"

namespace llama_sim {

/// Answers on one connection until it is closed: 100 requests, 5 idle seconds, an error.
Awaitable<> serve(Server& server, asio::generic::stream_protocol::socket socket);

} // namespace llama_sim
