// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/chat.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// Order statistics in seconds; one that the sample count cannot support is absent.
struct Distribution {
    std::int64_t count = 0;
    std::optional<double> mean, stddev, min, max, p50, p90, p95, p99;
};

enum class Phase { warmup, measured };

/// One request's figures, as they are recorded. Durations are in seconds, on the client's clock.
struct Sample {
    Phase phase = Phase::measured;
    /// Which prompt of the suite, from 0.
    std::int64_t prompt_index = 0;
    std::string name;
    RequestStatus status = RequestStatus::ok;
    std::string error;
    unsigned http_status = 0;
    /// From the start of the phase to the request's first byte.
    double started_s = 0;
    /// Request's first byte handed to the socket -> reply's last byte read.
    double latency_s = 0;
    /// -> first event with content or reasoning text. Absent for plain replies.
    std::optional<double> ttft_s;
    TokenUsage usage;
    ServerTimings timings;
    /// prompt_n / prompt_ms, from the server's timings.
    std::optional<double> prefill_tokens_per_s;
    /// (predicted_n - 1) / predicted_ms, from the server's timings; absent below two tokens.
    std::optional<double> decode_tokens_per_s;
    /// Gaps between events that carry text. An event may hold several tokens: see
    /// `tokens_per_event`.
    Distribution inter_token_latency;
    std::optional<double> tokens_per_event;
    std::string finish_reason;
    /// Code points, not bytes.
    std::int64_t content_chars = 0;
    std::int64_t reasoning_chars = 0;
    /// SHA-256 over reasoning, a NUL byte, and content; hexadecimal.
    std::string content_sha256;
    bool reconnected = false;
    Facts facts;
    /// Offsets of the events that carried text, from the request's first byte.
    std::vector<double> event_offsets_s;
    /// Only with RunOptions::save_content.
    std::optional<std::string> content, reasoning;

    Sample() = default;

    bool ok() const noexcept { return status == RequestStatus::ok; }

    // The seed's figures: what is absent counts 0, and what was cached was not processed.
    std::int64_t prompt_tokens() const noexcept { return usage.prompt_tokens.value_or(0); }
    std::int64_t cached_prompt_tokens() const noexcept { return usage.cached_tokens.value_or(0); }
    std::int64_t processed_prompt_tokens() const noexcept {
        const auto processed = prompt_tokens() - cached_prompt_tokens();
        return processed > 0 ? processed : 0;
    }
    std::int64_t completion_tokens() const noexcept { return usage.completion_tokens.value_or(0); }
    std::int64_t total_tokens() const noexcept { return usage.total_tokens.value_or(0); }
};

} // namespace moebench
