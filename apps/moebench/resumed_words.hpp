// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"

#include <span>
#include <string>
#include <vector>

namespace moebench::cli {

/// The command line of the comparison that was started with `stored` and is resumed with `typed`:
/// a typed flag replaces all stored ones of its name, and the typed flags after `--` replace the
/// stored ones. Errors: Errc::invalid_option if a stored value is secret and was not typed again.
Result<std::vector<std::string>> resumed_words(std::span<const std::string> stored,
                                               const ResumeOptions& typed);

/// The same with only the typed flags of that name; for "--" those after `--`.
ResumeOptions only_flag(const ResumeOptions& typed, const std::string& name);

} // namespace moebench::cli
