// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/chat.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// Statistics of a list of values. Those that need more values are absent.
struct Distribution {
    /// Number of values.
    std::int64_t count = 0;
    /// Arithmetic mean.
    std::optional<double> mean;
    /// Standard deviation of the sample (n - 1). Absent below two values.
    std::optional<double> stddev;
    /// The smallest value.
    std::optional<double> min;
    /// The largest value.
    std::optional<double> max;
    /// The median.
    std::optional<double> p50;
    /// Absent below 10 values.
    std::optional<double> p90;
    /// Absent below 20 values.
    std::optional<double> p95;
    /// Absent below 100 values.
    std::optional<double> p99;
};

/// Whether a request counts in the figures.
enum class Phase { warmup, measured };

/// The enumerator's name, as files spell it.
constexpr std::string_view to_string(Phase phase) noexcept {
    return phase == Phase::warmup ? "warmup" : "measured";
}

/// One request's figures, as they are recorded. Durations are in seconds, on the client's clock.
struct Sample {
    /// Set by the runner.
    Phase phase = Phase::measured;
    /// Which prompt of the suite, from 0.
    std::int64_t prompt_index = 0;
    /// ChatRequest::name; may be empty.
    std::string name;
    /// ChatRequest::measures.
    Measures measures = Measures::everything;
    /// ChatRequest::expected_cache_n; absent: unknown.
    std::optional<std::int64_t> expected_cache_n;
    /// Only `ok` requests count in the figures.
    RequestStatus status = RequestStatus::ok;
    /// What went wrong, with the server's message. Empty when ok.
    std::string error;
    /// 0: no status line was read.
    unsigned http_status = 0;
    /// From the start of the phase to the request's first byte.
    double started_s = 0;
    /// From sending the request's first byte to reading the reply's last byte.
    double latency_s = 0;
    /// TTFT: from the request's first byte to the first event with content or reasoning. Absent for
    /// replies that were not streamed, arrived in one piece, or are only tool calls.
    std::optional<double> ttft_s;
    /// The server's token counts.
    TokenUsage usage;
    /// The server's timings.
    ServerTimings timings;
    /// prompt_n / prompt_ms, from the server's timings.
    std::optional<double> prefill_tokens_per_s;
    /// (predicted_n - 1) / predicted_ms, from the server's timings; absent below two tokens.
    std::optional<double> decode_tokens_per_s;
    /// ITL: gaps between events that carry text. An event may hold several tokens: see
    /// `tokens_per_event`.
    Distribution inter_token_latency;
    /// Generated tokens per event with text. Absent if either count is missing.
    std::optional<double> tokens_per_event;
    /// "stop", "length", ...; empty: the server gave none.
    std::string finish_reason;
    /// Length of the answer, in code points, not bytes.
    std::int64_t content_chars = 0;
    /// Length of the reasoning, in code points, not bytes.
    std::int64_t reasoning_chars = 0;
    /// SHA-256 of reasoning, a NUL byte, and content; then another NUL and the tool calls, if there
    /// are any; hexadecimal.
    std::string content_sha256;
    /// ExchangeTimings::reconnected.
    bool reconnected = false;
    /// ChatRequest::facts: the suite's own numbers.
    Facts facts;
    /// The stream arrived at once, long after the server had its first token: something between
    /// collects it, so its times are not the server's.
    bool in_one_piece = false;
    /// Times of the events that carried text or tool calls, from the request's first byte. Empty
    /// for a stream in one piece.
    std::vector<double> event_offsets_s;
    /// The answer. Only with RunOptions::save_content.
    std::optional<std::string> content;
    /// The reasoning. Only with RunOptions::save_content.
    std::optional<std::string> reasoning;
    /// SHA-256 of the request's messages: what was asked; hexadecimal.
    std::string prompt_sha256;
    /// ChatReply::tokens.
    std::vector<GeneratedToken> tokens;

    Sample() = default;

    /// Whether a complete reply arrived.
    bool ok() const noexcept { return status == RequestStatus::ok; }

    /// Tokens of the whole prompt. In this and the next functions, absent counts are 0, as in the
    /// original script.
    std::int64_t prompt_tokens() const noexcept { return usage.prompt_tokens.value_or(0); }
    /// Prompt tokens that the server found in its cache.
    std::int64_t cached_prompt_tokens() const noexcept { return usage.cached_tokens.value_or(0); }
    /// The other prompt tokens; never negative.
    std::int64_t processed_prompt_tokens() const noexcept {
        const auto processed = prompt_tokens() - cached_prompt_tokens();
        return processed > 0 ? processed : 0;
    }
    /// Tokens of the reply, reasoning included.
    std::int64_t completion_tokens() const noexcept { return usage.completion_tokens.value_or(0); }
    /// Prompt and reply together, as the server reports it.
    std::int64_t total_tokens() const noexcept { return usage.total_tokens.value_or(0); }
};

} // namespace moebench
