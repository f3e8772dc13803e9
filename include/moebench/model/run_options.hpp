// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace moebench {

/// How a suite is run: when to stop, what all requests share, how many failures are tolerated.
struct RunOptions {
    /// Requests are sent until this much time has passed and every prompt was sent at least once.
    /// Only suites that can be rewound repeat.
    Duration duration = std::chrono::seconds(60);
    /// Number of complete passes over the suite, instead of `duration`.
    std::optional<std::int64_t> repetitions;
    /// Length of the warm-up. Zero: none.
    Duration warmup = std::chrono::seconds(10);
    /// Number of warm-up requests, instead of `warmup`.
    std::optional<std::int64_t> warmup_requests;
    /// Maximum reply length of warm-up requests, in tokens.
    std::int64_t warmup_tokens = 32;
    /// Maximum reply length of measured requests that do not set their own, in tokens.
    std::int64_t max_tokens = 192;
    /// Whether the server may reuse a cached prefix, for requests that do not set it.
    bool cache_prompt = false;
    /// Ask for event streams; without them there is no TTFT.
    bool stream = true;
    /// Seed of the server's sampler. Absent: not sent. Sampling is always greedy.
    std::optional<std::int64_t> seed;
    /// Every reply goes on to its maximum length.
    bool ignore_eos = false;
    /// A JSON object merged into each request. Empty: none.
    std::string extra_body;
    /// Sent as `model`.
    std::string model;
    /// Time limit for one request. Zero: none.
    Duration request_timeout = std::chrono::seconds(600);
    /// How many failed requests are tolerated, warm-up included; one more ends the run.
    std::int64_t max_failures = 0;
    /// Keep the text of every reply in its sample.
    bool save_content = false;

    RunOptions() = default;
};

} // namespace moebench
