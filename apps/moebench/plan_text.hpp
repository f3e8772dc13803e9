// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <moebench/server/server_command.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::cli {

/// `text` quoted as one word for a POSIX shell.
std::string shell_quote(std::string_view text);

/// The command that starts the server from a shell with the variables `inherited`: changed
/// variables, then argv; secrets redacted.
std::string render_command(const ServerCommand& command, std::span<const std::string> inherited);

/// What a run would send, when it would stop, how long it would take, and its files.
std::string render_plan(const RunPlan& plan);

} // namespace moebench::cli
