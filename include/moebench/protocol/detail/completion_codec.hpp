// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/completion.hpp>

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace moebench::detail {

/// Body of POST /completion. All requests use slot 0, so that a request finds the prefix of the
/// request before it, even if the server has several slots.
std::string encode_completion_request(const CompletionRequest& request);

/// Parses the reply to `request`. What the request asked for must be in the reply, and token ids
/// always. Errors: malformed_json (also for a bare NaN), missing_field with the field's name; the
/// message for missing `top_logprobs` says that the server may be too old (before December 2024).
Result<CompletionReply> parse_completion_reply(std::string_view body,
                                               const CompletionRequest& request);

/// One element of `completion_probabilities`, or of a chat reply's `logprobs.content`. Errors:
/// missing_field.
Result<GeneratedToken> read_generated_token(const boost::json::value& value);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/detail/completion_codec.ipp>
#endif
