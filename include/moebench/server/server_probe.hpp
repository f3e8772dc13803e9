// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace moebench {

/// What a llama-server binary says of itself: its version, and which flags it knows.
struct ServerProbe {
    /// First line of `--version`. Empty: it did not answer.
    std::string version;
    /// 11434 of "version: 11434 (82bb48500)". Absent: the first line has none.
    std::optional<std::int64_t> build_number;
    /// The abbreviated hash behind it. Absent: there is none.
    std::optional<std::string> commit;
    /// Every spelling that `--help` lists. Empty: it did not answer, and every flag counts as
    /// known.
    std::set<std::string, std::less<>> flags;
    /// `-ngl` takes "auto" and "all" (since b7553).
    bool ngl_words = true;
    /// The `--log-verbosity` that prints placement and buffers: 4 since b9151, 3 before, none
    /// before b7217.
    std::optional<int> placement_verbosity = 4;

    ServerProbe() = default;

    /// `--long_name` counts as `--long-name`, as in the server.
    bool knows(std::string_view flag) const;
};

/// Reads the outputs of `--version` and `--help` (both streams together); pure.
ServerProbe parse_server_probe(std::string_view version_output, std::string_view help_output);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/server_probe.ipp>
#endif
