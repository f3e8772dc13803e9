// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/store/detail/output_file.hpp>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace moebench {

/// Replaces a file as a whole, or leaves it as it is after an error: writes a temporary file in the
/// same folder, synchronizes and renames it. Errors: the system's, with the file's name.
inline Result<void> write_text_file(const std::string& path, std::string_view text) {
    return detail::replace_atomically(path,
                                      [&](detail::OutputFile& file) { return file.write(text); });
}

/// The whole file or pipe. Errors: the system's, with the file's name.
inline Result<std::string> read_text_file(const std::string& path) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    file.peek(); // a folder can be opened but not read
    if (!file.is_open() || file.bad()) {
        return fail(boost::system::error_code(errno, boost::system::system_category()),
                    "reading " + path);
    }
    std::ostringstream text;
    if (!file.eof()) text << file.rdbuf();
    return std::move(text).str();
}

} // namespace moebench
