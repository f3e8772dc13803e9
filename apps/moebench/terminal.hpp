// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/report/comparison_text.hpp>

#include <cstddef>
#include <string_view>

namespace moebench::cli {

/// Opens /dev/null for closed standard streams. Otherwise the next opened file would get their
/// output.
void ensure_standard_streams();

bool is_terminal(int descriptor);

/// Width of a terminal, else that of the variable COLUMNS; 80 if neither is known.
std::size_t terminal_columns(int descriptor);

/// For text on this descriptor: at most 100 columns, less on a narrower terminal. Colours only on a
/// terminal that has them, unless NO_COLOR is set.
ScreenOptions screen_options(int descriptor);

/// Whether a write would not block.
bool can_write_now(int descriptor);

/// Writes the whole text. A closed pipe is not an error: its reader has read enough.
/// Errors: those of write(2).
Result<void> write_all(int descriptor, std::string_view text);

} // namespace moebench::cli
