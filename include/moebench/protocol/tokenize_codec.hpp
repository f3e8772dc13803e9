// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace moebench {

/// Body of POST /tokenize, as the seed sends it.
std::string encode_tokenize_request(std::string_view content);

/// Length of `tokens` in the reply. Errors: malformed_json, missing_field.
Result<std::size_t> parse_token_count(std::string_view body);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/tokenize_codec.ipp>
#endif
