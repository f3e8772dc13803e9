// SPDX-License-Identifier: MIT
#pragma once

#include "help_text.hpp"

#include <span>
#include <string>

namespace moebench::cli {

/// moebench(1) with every command and topic, in the macros of man(7).
std::string man_page(std::span<const HelpPage> pages);

} // namespace moebench::cli
