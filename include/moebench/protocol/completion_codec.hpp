// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/completion.hpp>

#include <string>
#include <string_view>

namespace moebench {

/// Body of POST /completion. One slot serves them all, so that a request finds the prefix that the
/// one before it left, however many slots the server has.
std::string encode_completion_request(const CompletionRequest& request);

/// Reads the reply to `request`: what that asked for has to be there, the ids of the reply always.
/// Errors: malformed_json (also for a bare NaN), missing_field with the field's name; a server that
/// knows no `top_logprobs` (they came in December 2024) is told so.
Result<CompletionReply> parse_completion_reply(std::string_view body,
                                               const CompletionRequest& request);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/completion_codec.ipp>
#endif
