// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moebench {

/// The reply of GET /props; every member may be absent, because versions differ.
struct ServerProps {
    /// The name given with `--alias`.
    std::optional<std::string> model_alias;
    /// The file it loaded.
    std::optional<std::string> model_path;
    /// "b11434-82bb48500".
    std::optional<std::string> build_info;
    /// "router" for a server that starts others on demand.
    std::optional<std::string> role;
    /// The actual context of a slot, in tokens; it may be smaller than requested.
    std::optional<std::int64_t> n_ctx;
    /// How many requests it can serve at once.
    std::optional<std::int64_t> total_slots;
    /// The server is a simulator: llama-sim says so.
    bool simulated = false;

    ServerProps() = default;
};

/// Parses the reply of GET /props. Errors: malformed_json, missing_field if it is not an object.
Result<ServerProps> parse_props(std::string_view body);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/props_codec.ipp>
#endif
