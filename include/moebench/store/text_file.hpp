// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/detail/output_file.hpp>

#include <string>
#include <string_view>

namespace moebench {

/// Replaces a file as a whole, or leaves it as it is after an error: writes a temporary file in the
/// same folder, synchronizes and renames it. Errors: the system's, with the file's name.
inline Result<void> write_text_file(const std::string& path, std::string_view text) {
    return detail::replace_atomically(path,
                                      [&](detail::OutputFile& file) { return file.write(text); });
}

} // namespace moebench
