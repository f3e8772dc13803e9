// SPDX-License-Identifier: MIT
#pragma once

#include "server.hpp"

namespace llama_sim {

/// The lines that llama-server writes before and after loading.
void log_beginning(const Server& server);
void log_loaded(const Server& server);

} // namespace llama_sim
