// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/protocol/detail/sse_parser.hpp>

#include <string>
#include <string_view>

namespace moebench {

/// Body of POST /v1/chat/completions: the original script's request (greedy sampling), streamed
/// unless the request says otherwise. Errors: Errc::invalid_option if `extra_body` is not a JSON
/// object.
Result<std::string> encode_chat_request(const ChatRequest& request);

/// Fills `reply` from the body of a reply that was not streamed. Null content counts as empty;
/// usage and timings may be absent. Errors: malformed_json, missing_field (with the field's name),
/// http_status for an error in place of a reply (with the server's message).
Result<void> decode_chat_reply(std::string_view body, ChatReply& reply);

/// Fills `reply` from a finished event stream. Events that say nothing about the reply are passed
/// over. Errors: the same, and malformed_event_stream for a stream that contradicts itself,
/// stream_truncated if neither `[DONE]` nor a finish_reason came.
Result<void> decode_chat_stream(const detail::SseParser& events, ChatReply& reply);

/// The server's message in an error of any shape, on one line; if it has none, the beginning of the
/// body.
std::string server_message(std::string_view body);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/chat_codec.ipp>
#endif
