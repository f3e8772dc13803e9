// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstddef>
#include <string_view>

namespace moebench::cli {

/// Gives closed standard streams /dev/null: else the first file opened would get what is printed.
void ensure_standard_streams();

bool is_terminal(int descriptor);

/// Width of a terminal; 80 where it does not tell.
std::size_t terminal_columns(int descriptor);

/// A write would not wait: a stopped terminal must not stop a measurement.
bool can_write_now(int descriptor);

/// Writes all of it. A reader who has gone is not an error: who closes a pipe has read enough.
/// Errors: what the system said.
Result<void> write_all(int descriptor, std::string_view text);

} // namespace moebench::cli
