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
    std::string name;
    std::int64_t requests = 0;
    /// What was really computed and generated, in tokens.
    Distribution processed_prompt_tokens;
    Distribution completion_tokens;
    Distribution ttft;
    Distribution prefill_tokens_per_s;
    Distribution decode_tokens_per_s;

    NamedFigures() = default;
};

/// A run in numbers. The first block is the seed's, by its names and its formulas.
struct Summary {
    std::int64_t requests = 0;
    std::int64_t failed_requests = 0;
    std::int64_t prompt_tokens = 0;
    std::int64_t cached_prompt_tokens = 0;
    std::int64_t processed_prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::int64_t total_tokens = 0;
    std::int64_t max_prompt_tokens = 0;
    std::int64_t max_cached_prompt_tokens = 0;
    std::int64_t max_processed_prompt_tokens = 0;
    double latency_avg_s = 0;
    double latency_min_s = 0;
    double latency_max_s = 0;

    /// The measured window without time spent in the suite (calibrating, rendering), in seconds.
    double duration_s = 0;
    /// Time spent in the suite: before the window and between its requests, in seconds.
    double calibration_s = 0;
    /// The window as the seed takes it: with calibration between requests.
    double duration_with_calibration_s = 0;
    double warmup_s = 0;
    std::int64_t warmup_requests = 0;

    Distribution latency;
    Distribution ttft;
    /// Over all gaps of all requests, from a histogram with 1 % resolution.
    Distribution inter_token_latency;
    /// Over requests.
    Distribution prefill_tokens_per_s;
    Distribution decode_tokens_per_s;

    /// Good samples in which the server did not report a figure.
    std::int64_t samples_without_usage = 0;
    std::int64_t samples_without_timings = 0;

    /// Where requests have names: in the order of their first good sample.
    std::vector<NamedFigures> rows;

    Facts facts;

    Summary() = default;
};

} // namespace moebench
