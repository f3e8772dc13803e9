// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "parse_number.hpp"

#include <span>
#include <string>
#include <vector>

namespace moebench::cli {

/// The value of --boots.
struct BootCounts {
    int least = 0, most = 0;
    /// "8..20", not "20".
    bool is_range = false;
};

/// Errors: those of parse_whole().
Result<BootCounts> parse_boots(const std::string& word);

/// Reads the flags of `moebench compare`. `after`: flags after `--`, for the server of every arm.
/// Errors: as parse_command_line().
Result<CommandLine> parse_compare(std::span<const std::string> words,
                                  std::span<const std::string> after);

/// The same words flag by flag. Errors: unknown flags and missing values.
Result<std::vector<TypedFlag>> split_compare(std::span<const std::string> words);

/// The command line with secrets replaced by `<redacted>`, so that it can be saved.
std::vector<std::string> redacted_words(std::span<const std::string> words);

} // namespace moebench::cli
