// SPDX-License-Identifier: MIT
#pragma once

#include "help_text.hpp"

#include <span>
#include <string>

namespace moebench::cli {

/// A script for bash that completes commands, their flags, and the values of flags: the words that
/// are accepted, or files.
std::string bash_completion(std::span<const HelpPage> pages);

} // namespace moebench::cli
