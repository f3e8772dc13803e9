// SPDX-License-Identifier: MIT
#pragma once

#include "exit_code.hpp"
#include "to_scenario.hpp"

namespace moebench::cli {

/// The shell command that starts the server, with flags that it knows; secrets redacted. Runs the
/// server with --version and --help. Errors: those of probe_server() and server_command().
Result<std::string> command_text(const ServerConfig& server, const Surroundings& surroundings);

/// `--dry-run`: prints on stdout what a run would do.
ExitCode dry_run(const RunPlan& plan, const Surroundings& surroundings);

} // namespace moebench::cli
