// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/server_facts.hpp>
#include <moebench/server/server_command.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace moebench::detail {

/// Hashes files. One that is the same as before, by inode, size and times, is not read again.
class FileHashes {
public:
    /// SHA-256 of the first `most` bytes, hexadecimal; nothing if the file cannot be read.
    std::optional<std::string> sha256(const std::string& path,
                                      std::int64_t most = std::numeric_limits<std::int64_t>::max());

private:
    /// Device, inode, size, time of the last write and of the last change, bytes that are hashed.
    using Key = std::array<std::int64_t, 6>;
    std::map<Key, std::string> known_;
};

/// What a file is now; nothing if there is no regular file.
std::optional<ServerFile> read_server_file(std::string name, const std::string& path,
                                           FileHashes& hashes);

/// The process that runs the server: the one that listens on its port; if the system does not show
/// that, the one that was started, unless it is a script. 0: unknown.
int server_process(std::optional<int> listener, int started, const std::string& binary);

/// Sets what the running process shows: its executable, the libraries of llama.cpp that it has
/// loaded, and the files that it was told to read. `pid`: 0 if it is unknown.
void read_process(ServerFacts& facts, int pid, const ServerCommand& command, FileHashes& hashes);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/detail/server_files.ipp>
#endif
