// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <moebench/server/server_command.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::cli {

/// `text` as one word of a POSIX shell.
std::string shell_quote(std::string_view text);

/// How a shell that has `inherited` starts the server: changed variables, then argv; secrets
/// redacted.
std::string render_command(const ServerCommand& command, std::span<const std::string> inherited);

/// What would be asked of the server, when it would stop, where results would go, and how long it
/// would take.
std::string render_plan(const RunPlan& plan);

} // namespace moebench::cli
