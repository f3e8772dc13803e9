// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/chat.hpp>

#include <span>
#include <string>
#include <string_view>

namespace moebench::detail {

/// Body of POST /apply-template.
std::string encode_template_request(std::span<const Message> messages);

/// Reads `prompt` from the reply. Errors: malformed_json, missing_field.
Result<std::string> parse_templated_prompt(std::string_view body);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/detail/template_codec.ipp>
#endif
