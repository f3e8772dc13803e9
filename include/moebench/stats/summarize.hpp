// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>
#include <moebench/model/summary.hpp>
#include <moebench/stats/detail/gap_histogram.hpp>
#include <moebench/stats/distribution.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// Computes the figures of a run from its samples, one by one. It keeps a few numbers per request
/// and none per token. Failed samples and warm-up samples are only counted.
class Summarizer {
public:
    /// Adds one sample.
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
        all_.add(sample);
        if (!sample.name.empty()) {
            Values& values = named(sample);
            values.add(sample);
            values.processed.push_back(static_cast<double>(sample.processed_prompt_tokens()));
            values.completions.push_back(static_cast<double>(sample.completion_tokens()));
        }
        for (std::size_t i = 1; i < sample.event_offsets_s.size(); ++i) {
            gaps_.add(sample.event_offsets_s[i] - sample.event_offsets_s[i - 1]);
        }
    }

    /// The figures so far. The caller fills in durations and facts.
    Summary summary() const {
        Summary result = summary_;
        result.latency = distribution_of(latencies_);
        result.latency_avg_s = result.latency.mean.value_or(0);
        result.latency_min_s = result.latency.min.value_or(0);
        result.latency_max_s = result.latency.max.value_or(0);
        result.ttft = distribution_of(all_.ttfts);
        result.prefill_tokens_per_s = distribution_of(all_.prefill_rates);
        result.decode_tokens_per_s = distribution_of(all_.decode_rates);
        result.inter_token_latency = gaps_.distribution();
        for (const auto& [name, values] : named_) {
            NamedFigures& row = result.rows.emplace_back();
            row.name = name;
            row.measures = values.measures;
            row.requests = values.requests;
            row.processed_prompt_tokens = distribution_of(values.processed);
            row.completion_tokens = distribution_of(values.completions);
            row.ttft = distribution_of(values.ttfts);
            row.prefill_tokens_per_s = distribution_of(values.prefill_rates);
            row.decode_tokens_per_s = distribution_of(values.decode_rates);
        }
        return result;
    }

private:
    struct Values {
        Measures measures = Measures::everything;
        std::int64_t requests = 0;
        std::vector<double> ttfts, prefill_rates, decode_rates;
        std::vector<double> processed, completions; // of named requests

        void add(const Sample& sample) {
            ++requests;
            if (sample.ttft_s) ttfts.push_back(*sample.ttft_s);
            if (sample.prefill_tokens_per_s) prefill_rates.push_back(*sample.prefill_tokens_per_s);
            if (sample.decode_tokens_per_s) decode_rates.push_back(*sample.decode_tokens_per_s);
        }
    };

    Values& named(const Sample& sample) {
        const auto same = [&](const auto& entry) { return entry.first == sample.name; };
        const auto known = std::find_if(named_.begin(), named_.end(), same);
        if (known != named_.end()) return known->second;
        Values& values = named_.emplace_back(sample.name, Values()).second;
        values.measures = sample.measures;
        return values;
    }

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
        if (sample.in_one_piece) ++s.samples_in_one_piece;
    }

    Summary summary_;
    std::vector<double> latencies_;
    Values all_;
    std::vector<std::pair<std::string, Values>> named_; // only a few
    detail::GapHistogram gaps_;
};

} // namespace moebench
