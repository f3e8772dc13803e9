// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>
#include <moebench/model/summary.hpp>
#include <moebench/stats/distribution.hpp>
#include <moebench/stats/gap_histogram.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace moebench {

/// Takes samples one by one and gives the run's figures. It keeps four numbers a request and
/// nothing a token. Failed samples are counted and enter no figure; warm-up samples are only
/// counted.
class Summarizer {
public:
    void add(const Sample& sample) {
        if (!sample.ok()) {
            ++summary_.failed_requests;
            return;
        }
        if (sample.phase == Phase::warmup) {
            ++summary_.warmup_requests;
            return;
        }
        add_counts(sample);
        latencies_.push_back(sample.latency_s);
        if (sample.ttft_s) ttfts_.push_back(*sample.ttft_s);
        if (sample.prefill_tokens_per_s) prefill_rates_.push_back(*sample.prefill_tokens_per_s);
        if (sample.decode_tokens_per_s) decode_rates_.push_back(*sample.decode_tokens_per_s);
        for (std::size_t i = 1; i < sample.event_offsets_s.size(); ++i) {
            gaps_.add(sample.event_offsets_s[i] - sample.event_offsets_s[i - 1]);
        }
    }

    /// The figures so far; durations and facts are the caller's to fill.
    Summary summary() const {
        Summary result = summary_;
        result.latency = distribution_of(latencies_);
        result.latency_avg_s = result.latency.mean.value_or(0);
        result.latency_min_s = result.latency.min.value_or(0);
        result.latency_max_s = result.latency.max.value_or(0);
        result.ttft = distribution_of(ttfts_);
        result.prefill_tokens_per_s = distribution_of(prefill_rates_);
        result.decode_tokens_per_s = distribution_of(decode_rates_);
        result.inter_token_latency = gaps_.distribution();
        return result;
    }

private:
    void add_counts(const Sample& sample) {
        Summary& s = summary_;
        ++s.requests;
        s.prompt_tokens += sample.prompt_tokens();
        s.cached_prompt_tokens += sample.cached_prompt_tokens();
        s.processed_prompt_tokens += sample.processed_prompt_tokens();
        s.completion_tokens += sample.completion_tokens();
        s.total_tokens += sample.total_tokens();
        s.max_prompt_tokens = std::max(s.max_prompt_tokens, sample.prompt_tokens());
        s.max_cached_prompt_tokens =
            std::max(s.max_cached_prompt_tokens, sample.cached_prompt_tokens());
        s.max_processed_prompt_tokens =
            std::max(s.max_processed_prompt_tokens, sample.processed_prompt_tokens());
        if (!sample.usage.prompt_tokens) ++s.samples_without_usage;
        if (sample.timings.raw.empty()) ++s.samples_without_timings;
    }

    Summary summary_;
    std::vector<double> latencies_, ttfts_, prefill_rates_, decode_rates_;
    GapHistogram gaps_;
};

} // namespace moebench
