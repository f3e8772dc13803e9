// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// The figures of all requests of one name.
struct NamedFigures {
    /// ChatRequest::name of them all.
    std::string name;
    /// Of the first of them: the figures that the row is for.
    Measures measures = Measures::everything;
    /// Good measured ones.
    std::int64_t requests = 0;
    /// What was really computed, in tokens.
    Distribution processed_prompt_tokens;
    /// What was generated, in tokens.
    Distribution completion_tokens;
    /// Time to the first token, in seconds.
    Distribution ttft;
    /// Sample::prefill_tokens_per_s.
    Distribution prefill_tokens_per_s;
    /// Sample::decode_tokens_per_s.
    Distribution decode_tokens_per_s;

    NamedFigures() = default;
};

/// A run in numbers. The first block is the seed's, by its names and its formulas.
struct Summary {
    /// Good measured requests; the sums and figures are over them.
    std::int64_t requests = 0;
    /// Failed ones, those of the warm-up too.
    std::int64_t failed_requests = 0;
    /// Sum over whole prompts.
    std::int64_t prompt_tokens = 0;
    /// Sum of what was in the cache.
    std::int64_t cached_prompt_tokens = 0;
    /// Sum of what was not.
    std::int64_t processed_prompt_tokens = 0;
    /// Sum over replies.
    std::int64_t completion_tokens = 0;
    /// Sum of the server's own totals.
    std::int64_t total_tokens = 0;
    /// The longest prompt.
    std::int64_t max_prompt_tokens = 0;
    /// The most that one request found in the cache.
    std::int64_t max_cached_prompt_tokens = 0;
    /// The most that one request did not.
    std::int64_t max_processed_prompt_tokens = 0;
    /// Mean of the latencies. Zero without any, as are the next two.
    double latency_avg_s = 0;
    /// The shortest latency.
    double latency_min_s = 0;
    /// The longest latency.
    double latency_max_s = 0;

    /// The measured window without time spent in the suite (calibrating, rendering), in seconds.
    double duration_s = 0;
    /// Time spent in the suite: before the window and between its requests, in seconds.
    double calibration_s = 0;
    /// The window as the seed takes it: with calibration between requests.
    double duration_with_calibration_s = 0;
    /// The warm-up, in seconds. Zero: there was none.
    double warmup_s = 0;
    /// Good requests of the warm-up.
    std::int64_t warmup_requests = 0;

    /// Sample::latency_s.
    Distribution latency;
    /// Sample::ttft_s, of requests that have it.
    Distribution ttft;
    /// Over all gaps of all requests, from a histogram with 1 % resolution.
    Distribution inter_token_latency;
    /// One value a request: Sample::prefill_tokens_per_s.
    Distribution prefill_tokens_per_s;
    /// One value a request: Sample::decode_tokens_per_s.
    Distribution decode_tokens_per_s;

    /// Good samples in which the server did not count the prompt.
    std::int64_t samples_without_usage = 0;
    /// Good samples without the server's `timings`.
    std::int64_t samples_without_timings = 0;

    /// Where requests have names: in the order of their first good sample.
    std::vector<NamedFigures> rows;

    /// Of a SummarizingSuite.
    Facts facts;

    Summary() = default;
};

} // namespace moebench
