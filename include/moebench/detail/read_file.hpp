// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

namespace moebench::detail {

/// The whole file; nothing when it cannot be opened.
inline std::optional<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

} // namespace moebench::detail
