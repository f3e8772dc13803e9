// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

namespace moebench::cli {

/// Runs `moebench compare`.
ExitCode compare(const CompareOptions& options);

} // namespace moebench::cli
