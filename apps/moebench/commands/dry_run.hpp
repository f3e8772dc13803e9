// SPDX-License-Identifier: MIT
#pragma once

#include "exit_code.hpp"
#include "to_scenario.hpp"

namespace moebench::cli {

/// How a shell would start the server, once it was asked which flags it knows; secrets redacted.
/// Errors: the probe's, and those of server_command().
Result<std::string> command_text(const ServerConfig& server, const Surroundings& surroundings);

/// `--dry-run`: prints on stdout what a run would do. Starts nothing but the server's --version and
/// --help.
ExitCode dry_run(const RunPlan& plan, const Surroundings& surroundings);

} // namespace moebench::cli
