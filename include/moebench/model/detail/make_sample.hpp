// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/model/sample.hpp>

#include <optional>
#include <string>
#include <vector>

namespace moebench::detail {

/// prompt_n / prompt_ms, in tokens per second; absent if a value is missing or the time is not
/// positive.
std::optional<double> prefill_rate(const ServerTimings& timings);

/// (predicted_n - 1) / predicted_ms, in tokens per second: the first token belongs to the prefill.
/// Absent below two tokens, whatever the server's own rate says.
std::optional<double> decode_rate(const ServerTimings& timings);

/// What was asked, as a hash of roles and contents: hexadecimal SHA-256.
std::string hash_of(const std::vector<Message>& messages);

/// Makes the sample of one exchange. The caller sets phase, prompt index and start time.
Sample make_sample(const ChatRequest& request, const ChatReply& reply, bool save_content);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/model/detail/make_sample.ipp>
#endif
