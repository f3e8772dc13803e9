// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// The figures of all requests with the same name.
struct NamedFigures {
    /// ChatRequest::name.
    std::string name;
    /// The figures that the row is for, from its first request.
    Measures measures = Measures::everything;
    /// Good measured requests.
    std::int64_t requests = 0;
    /// Prompt tokens that were computed.
    Distribution processed_prompt_tokens;
    /// Generated tokens.
    Distribution completion_tokens;
    /// TTFT, in seconds.
    Distribution ttft;
    /// Sample::prefill_tokens_per_s.
    Distribution prefill_tokens_per_s;
    /// Sample::decode_tokens_per_s.
    Distribution decode_tokens_per_s;

    NamedFigures() = default;
};

/// The figures of a run. The first block has the names and formulas of the original script.
struct Summary {
    /// Good measured requests; sums and figures are over these.
    std::int64_t requests = 0;
    /// Failed requests, warm-up included.
    std::int64_t failed_requests = 0;
    /// Sum of the tokens of all prompts, cached ones included.
    std::int64_t prompt_tokens = 0;
    /// Sum of the prompt tokens found in the cache.
    std::int64_t cached_prompt_tokens = 0;
    /// Sum of the prompt tokens that were computed.
    std::int64_t processed_prompt_tokens = 0;
    /// Sum of the generated tokens.
    std::int64_t completion_tokens = 0;
    /// Sum of the server's own totals.
    std::int64_t total_tokens = 0;
    /// The longest prompt, in tokens.
    std::int64_t max_prompt_tokens = 0;
    /// The most prompt tokens that one request found in the cache.
    std::int64_t max_cached_prompt_tokens = 0;
    /// The most prompt tokens that were computed for one request.
    std::int64_t max_processed_prompt_tokens = 0;
    /// Mean latency. This and the next two are zero without requests.
    double latency_avg_s = 0;
    /// The shortest latency.
    double latency_min_s = 0;
    /// The longest latency.
    double latency_max_s = 0;

    /// The measured window without time spent in the suite (calibrating, rendering), in seconds.
    double duration_s = 0;
    /// Time spent in the suite: before the window and between its requests, in seconds.
    double calibration_s = 0;
    /// The window as in the original script: with calibration between requests.
    double duration_with_calibration_s = 0;
    /// The warm-up, in seconds. Zero: there was none.
    double warmup_s = 0;
    /// Good requests of the warm-up.
    std::int64_t warmup_requests = 0;

    /// Sample::latency_s.
    Distribution latency;
    /// Sample::ttft_s, for requests that have it.
    Distribution ttft;
    /// ITL over all gaps of all requests, from a histogram with 1 % resolution.
    Distribution inter_token_latency;
    /// Sample::prefill_tokens_per_s, one value per request.
    Distribution prefill_tokens_per_s;
    /// Sample::decode_tokens_per_s, one value per request.
    Distribution decode_tokens_per_s;

    /// Good samples for which the server did not count the prompt.
    std::int64_t samples_without_usage = 0;
    /// Good samples without the server's `timings`.
    std::int64_t samples_without_timings = 0;
    /// Good samples whose stream arrived in one piece.
    std::int64_t samples_in_one_piece = 0;

    /// One row for each name, in the order of the first good sample. Empty if requests have no
    /// names.
    std::vector<NamedFigures> rows;

    /// The numbers that a SummarizingSuite adds.
    Facts facts;

    Summary() = default;
};

} // namespace moebench
