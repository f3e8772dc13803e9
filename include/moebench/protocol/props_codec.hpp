// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moebench {

/// What GET /props tells; every member may be absent, as they differ between versions.
struct ServerProps {
    /// What `--alias` named.
    std::optional<std::string> model_alias;
    /// The file it loaded.
    std::optional<std::string> model_path;
    /// "b11434-82bb48500".
    std::optional<std::string> build_info;
    /// "router" for a server that starts others on demand.
    std::optional<std::string> role;
    /// The real context of a slot, after fitting and capping, in tokens.
    std::optional<std::int64_t> n_ctx;
    /// Requests it would serve at once.
    std::optional<std::int64_t> total_slots;
    /// llama-sim says so of itself.
    bool simulated = false;

    ServerProps() = default;
};

/// Reads the reply of GET /props. Errors: malformed_json, missing_field when it is no object.
Result<ServerProps> parse_props(std::string_view body);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/props_codec.ipp>
#endif
