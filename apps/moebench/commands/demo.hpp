// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

namespace moebench::cli {

/// Runs `moebench demo`: `moebench run` on llama-sim.
ExitCode demo(const DemoOptions& options);

} // namespace moebench::cli
