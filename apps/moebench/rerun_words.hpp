// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moebench::cli {

/// The command line of a result as it is to be run here: without its files, with what `options`
/// replaces, and with the order of boots it had. Errors: Errc::invalid_option for a result that has
/// none, or whose secrets are not to be had.
Result<std::vector<std::string>> rerun_words(std::span<const std::string> theirs,
                                             const RerunOptions& options,
                                             std::optional<std::uint64_t> order_seed);

} // namespace moebench::cli
