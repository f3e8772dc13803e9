// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"

#include <span>
#include <string>
#include <vector>

namespace moebench::cli {

/// `moebench compare`: the words after it. `after`: those behind `--`, for every arm.
/// Errors: as parse_command_line().
Result<CommandLine> parse_compare(std::span<const std::string> words,
                                  std::vector<std::string> after);

/// A command line that may stand in files: secrets are `<redacted>`.
std::vector<std::string> redacted_words(std::span<const std::string> words);

} // namespace moebench::cli
