// SPDX-License-Identifier: MIT
#pragma once

#include "exit_code.hpp"
#include "to_scenario.hpp"

namespace moebench::cli {

/// `--dry-run`: prints on stdout what a run would do. Starts nothing but the server's --version and
/// --help.
ExitCode dry_run(const RunPlan& plan, const Surroundings& surroundings);

} // namespace moebench::cli
