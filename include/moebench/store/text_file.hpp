// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/detail/output_file.hpp>

#include <string>
#include <string_view>

namespace moebench {

/// Writes a whole file, or leaves the one that is there: a temporary file beside it, synchronized
/// and renamed. Errors: the system's, with the file's name.
inline Result<void> write_text_file(const std::string& path, std::string_view text) {
    return detail::replace_atomically(path,
                                      [&](detail::OutputFile& file) { return file.write(text); });
}

} // namespace moebench
