// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

namespace moebench::cli {

/// `moebench run`: measures, writes, prints.
ExitCode run(const CliOptions& options);

} // namespace moebench::cli
