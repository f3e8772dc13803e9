// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/chat.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace moebench::detail {

/// Parses prompts: a JSON array, or one JSON object per line. An object is `{"messages": [{"role",
/// "content"}, ...]}` or `{"prompt": "..."}`, with optional `"max_tokens"` and `"name"`. Every
/// error names `origin` (the file) and the number of the entry. Errors: malformed_json,
/// missing_field (also for an unknown member, because that is probably a typing mistake),
/// empty_suite.
Result<std::vector<ChatRequest>> parse_suite_file(std::string_view text, std::string_view origin);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/suites/detail/suite_file.ipp>
#endif
