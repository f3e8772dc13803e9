// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/model/server_config.hpp>
#include <moebench/protocol/props_codec.hpp>

#include <optional>

namespace moebench::detail {

/// Checks that the started server is the one that answers, and that it has loaded a model.
/// `listener`: see listener_in_session().
Result<void> check_identity(const ServerConfig& config, std::optional<int> listener,
                            const std::optional<ServerProps>& props);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/detail/check_server.ipp>
#endif
