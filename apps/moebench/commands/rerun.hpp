// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

namespace moebench::cli {

/// Runs `moebench rerun`.
ExitCode rerun(const RerunOptions& options);

} // namespace moebench::cli
