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

/// The last 64 KiB of a file, or all of it; empty when it cannot be opened.
inline std::string read_end_of_file(const std::string& path) {
    constexpr std::streamoff most = 65536;
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return {};
    const std::streamoff size = file.tellg();
    file.seekg(size > most ? size - most : 0);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

} // namespace moebench::detail
