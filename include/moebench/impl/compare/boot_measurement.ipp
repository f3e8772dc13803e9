// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_measurement.hpp>

#include <algorithm>
#include <utility>

namespace moebench {

namespace detail {

inline std::optional<double> client_decode_rate(const Sample& sample) {
    const auto tokens = sample.timings.predicted_n.value_or(0);
    if (tokens < 2 || sample.event_offsets_s.size() < 2) return std::nullopt;
    const double span = sample.event_offsets_s.back() - sample.event_offsets_s.front();
    if (!(span > 0)) return std::nullopt;
    return static_cast<double>(tokens - 1) / span;
}

} // namespace detail

MOEBENCH_DECL RequestRecord request_record(const Sample& sample) {
    RequestRecord record;
    record.prompt =
        sample.name.empty() ? "prompt " + std::to_string(sample.prompt_index + 1) : sample.name;
    record.prompt_sha256 = sample.prompt_sha256;
    record.measures = sample.measures;
    record.status = sample.status;
    record.error = sample.error;
    record.prefill_tokens_per_s = sample.prefill_tokens_per_s;
    record.decode_tokens_per_s = sample.decode_tokens_per_s;
    record.client_decode_tokens_per_s = detail::client_decode_rate(sample);
    record.ttft_s = sample.ttft_s;
    record.latency_s = sample.latency_s;
    record.cache_n = sample.timings.cache_n ? sample.timings.cache_n : sample.usage.cached_tokens;
    record.prompt_n = sample.timings.prompt_n;
    record.predicted_n =
        sample.timings.predicted_n ? sample.timings.predicted_n : sample.usage.completion_tokens;
    record.expected_cache_n = sample.expected_cache_n;
    record.content_sha256 = sample.content_sha256;
    record.text = sample.reasoning.value_or("") + sample.content.value_or("");
    return record;
}

MOEBENCH_DECL BootMeasurement measurement(const BootRecord& boot) {
    BootMeasurement result{.arm = boot.arm, .block = boot.block};
    for (const auto& request : boot.requests) {
        if (!request.ok()) continue;
        auto prompt = std::find_if(
            result.prompts.begin(), result.prompts.end(),
            [&](const PromptMeasurement& known) { return known.prompt == request.prompt; });
        if (prompt == result.prompts.end()) {
            prompt = result.prompts.insert(prompt, {.prompt = request.prompt});
        }
        const auto add = [&](const char* metric, const std::optional<double>& value) {
            if (value) prompt->values[metric].push_back(*value);
        };
        const bool prefill = request.measures != Measures::decode;
        const bool decode = request.measures != Measures::prefill;
        if (prefill) add("prefill_tokens_per_s", request.prefill_tokens_per_s);
        if (prefill) add("ttft_s", request.ttft_s);
        if (decode) add("decode_tokens_per_s", request.decode_tokens_per_s);
        add("latency_s", request.latency_s);
    }
    return result;
}

} // namespace moebench
