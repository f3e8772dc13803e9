// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moebench::cli {

/// The command line of a result, changed to run here: without its files, with the replacements in
/// `options` and with the same order of boots. Errors: Errc::invalid_option if there is no command
/// line, or if it contains a secret.
Result<std::vector<std::string>> rerun_words(std::span<const std::string> theirs,
                                             const RerunOptions& options,
                                             std::optional<std::uint64_t> order_seed);

} // namespace moebench::cli
