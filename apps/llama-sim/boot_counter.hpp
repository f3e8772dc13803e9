// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace llama_sim {

/// Counts this boot in the file `path`, which is created if needed, and returns the number of
/// earlier boots. Throws std::runtime_error.
std::int64_t count_boot(const std::string& path);

} // namespace llama_sim
