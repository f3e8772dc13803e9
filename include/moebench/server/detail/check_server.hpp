// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/logger.hpp>
#include <moebench/model/server_config.hpp>
#include <moebench/model/server_facts.hpp>
#include <moebench/protocol/props_codec.hpp>
#include <moebench/server/server_probe.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace moebench::detail {

/// Checks that the started server is the one that answers, and that it has loaded a model.
/// `listener`: see listener_in_session().
Result<void> check_identity(const ServerConfig& config, std::optional<int> listener,
                            const std::optional<ServerProps>& props);

/// The model file or repository that is asked for, as typed: in the extra flags, else in `model` or
/// `repo`.
std::string asked_model(const ServerConfig& config);

/// The context that is asked for, in tokens; 0: the server's own.
std::int64_t asked_context(const ServerConfig& config);

/// Compares what the started server says of itself with what it was asked for. What it does not
/// say is no contradiction. `logger` hears of a context that is smaller than a default. Errors:
/// unexpected_model, not_as_asked.
Result<void> check_asked(const ServerConfig& config, const ServerProbe& probe,
                         const ServerFacts& facts, const Logger& logger);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/detail/check_server.ipp>
#endif
