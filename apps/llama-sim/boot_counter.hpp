// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace llama_sim {

/// How many boots `path` has counted before this one, which it counts now. The file is made where
/// there is none. Throws std::runtime_error.
std::int64_t count_boot(const std::string& path);

} // namespace llama_sim
