// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

namespace moebench::cli {

/// Runs `moebench compare --resume`.
ExitCode resume(const ResumeOptions& options);

} // namespace moebench::cli
