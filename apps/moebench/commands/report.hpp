// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

namespace moebench::cli {

/// Runs `moebench report`.
ExitCode report(const ReportOptions& options);

} // namespace moebench::cli
