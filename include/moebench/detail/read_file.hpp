// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

namespace moebench::detail {

/// Only regular files are read, because a device or a pipe may never end.
inline bool is_regular_file(const std::string& path) {
    std::error_code unknown;
    return std::filesystem::is_regular_file(path, unknown);
}

/// The whole file; nothing if it cannot be opened or is not a regular file.
inline std::optional<std::string> read_file(const std::string& path) {
    if (!is_regular_file(path)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

/// The last 64 KiB of a file, or all of it if it is shorter; empty if it cannot be opened.
inline std::string read_end_of_file(const std::string& path) {
    constexpr std::streamoff most = 65536;
    if (!is_regular_file(path)) return {};
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return {};
    const std::streamoff size = file.tellg();
    file.seekg(size > most ? size - most : 0);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

} // namespace moebench::detail
