// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

namespace moebench::cli {

/// Runs `moebench run`.
ExitCode run(const CliOptions& options);

} // namespace moebench::cli
