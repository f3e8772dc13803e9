// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// Body of POST /tokenize, as the seed sends it.
std::string encode_tokenize_request(std::string_view content);

/// Length of `tokens` in the reply. Errors: malformed_json, missing_field.
Result<std::size_t> parse_token_count(std::string_view body);

/// Body of POST /tokenize that gives what a chat endpoint makes of a templated prompt: with the
/// special tokens that the vocabulary wants around every prompt (the template has left them out).
std::string encode_prompt_tokenize_request(std::string_view prompt);

/// `tokens` in the reply. Errors: malformed_json, missing_field.
Result<std::vector<std::int64_t>> parse_token_ids(std::string_view body);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/tokenize_codec.ipp>
#endif
