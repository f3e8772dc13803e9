// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace moebench {

/// How a suite is run: when to stop, what every request shares, how much failure is borne.
struct RunOptions {
    /// Requests are sent until this much time has passed and every prompt was sent once.
    /// Only suites that can be rewound repeat.
    Duration duration = std::chrono::seconds(60);
    /// Whole passes over the suite instead of `duration`.
    std::optional<std::int64_t> repetitions;
    /// Warm-up by time. Zero: none.
    Duration warmup = std::chrono::seconds(10);
    /// Warm-up by number of requests instead of `warmup`.
    std::optional<std::int64_t> warmup_requests;
    /// Reply length of warm-up requests, in tokens.
    std::int64_t warmup_tokens = 32;
    /// Reply length of measured requests that do not name their own, in tokens.
    std::int64_t max_tokens = 192;
    /// Whether requests that do not say may find their beginning in the server's cache.
    bool cache_prompt = false;
    /// Ask for event streams; without, there is no time to the first token.
    bool stream = true;
    /// Of the server's sampler. Absent: not sent. Sampling is greedy either way.
    std::optional<std::int64_t> seed;
    /// Every reply runs to its bound, whatever the model would say.
    bool ignore_eos = false;
    /// A JSON object merged into each request. Empty: none.
    std::string extra_body;
    /// Sent as `model`.
    std::string model;
    /// Upper bound for one request. Zero: none.
    Duration request_timeout = std::chrono::seconds(600);
    /// Failed requests that are borne, those of the warm-up too; one more ends the run.
    std::int64_t max_failures = 0;
    /// Keep the text of every reply in its sample.
    bool save_content = false;

    RunOptions() = default;
};

} // namespace moebench
