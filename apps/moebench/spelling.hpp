// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moebench::cli {

/// The candidate that was probably meant by `word`: one that it begins, else the one fewest edits
/// away, if few.
std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates);

} // namespace moebench::cli
