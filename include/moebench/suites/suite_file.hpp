// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/chat.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// Reads prompts: a JSON array, or one JSON object a line, of `{"messages": [{"role", "content"},
/// ...]}` or
/// `{"prompt": "..."}`, each with optional `"max_tokens"` and `"name"`. `origin` (the file's name)
/// and the entry's number stand in every error. Errors: malformed_json, missing_field, empty_suite;
/// an unknown member is an error, as it is a slip of the pen.
Result<std::vector<ChatRequest>> parse_suite_file(std::string_view text, std::string_view origin);

/// The same from a file. Errors: also the system's, when it cannot be read.
Result<std::vector<ChatRequest>> read_suite_file(const std::string& path);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/suites/suite_file.ipp>
#endif
