// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moebench::cli {

/// The candidate that `word` probably means: one that begins with it, or the one with the fewest
/// edits, if these are few.
std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates);

} // namespace moebench::cli
