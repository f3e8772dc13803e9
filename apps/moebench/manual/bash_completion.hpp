// SPDX-License-Identifier: MIT
#pragma once

#include "help_text.hpp"

#include <span>
#include <string>

namespace moebench::cli {

/// A bash script that completes commands, flags and their values: accepted words, or files.
std::string bash_completion(std::span<const HelpPage> pages);

} // namespace moebench::cli
