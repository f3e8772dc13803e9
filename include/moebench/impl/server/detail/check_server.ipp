// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/detail/check_server.hpp>

#include <string>

namespace moebench::detail {

MOEBENCH_DECL Result<void> check_identity(const ServerConfig& config, std::optional<int> listener,
                                          const std::optional<ServerProps>& props) {
    const std::string port = "port " + std::to_string(config.port);
    if (listener == 0) return fail(Errc::foreign_server, "another server answers on " + port);
    if (!props) return {};
    if (props->model_alias && *props->model_alias != config.alias) {
        return fail(Errc::unexpected_model, "another server answers on " + port +
                                                ": its model is '" + *props->model_alias +
                                                "', ours is '" + config.alias + "'");
    }
    if (props->role == "router") {
        return fail(Errc::unexpected_model,
                    "the server has no model and became a router; give it a model to load");
    }
    return {};
}

} // namespace moebench::detail
