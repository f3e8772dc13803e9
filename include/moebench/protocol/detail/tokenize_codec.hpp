// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::detail {

/// Body of POST /tokenize, as in the original script.
std::string encode_tokenize_request(std::string_view content);

/// Number of `tokens` in the reply. Errors: malformed_json, missing_field.
Result<std::size_t> parse_token_count(std::string_view body);

/// Body of POST /tokenize for a templated prompt, with the special tokens that a chat endpoint adds
/// around every prompt; the template leaves them out.
std::string encode_prompt_tokenize_request(std::string_view prompt);

/// Reads `tokens` from the reply. Errors: malformed_json, missing_field.
Result<std::vector<std::int64_t>> parse_token_ids(std::string_view body);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/detail/tokenize_codec.ipp>
#endif
