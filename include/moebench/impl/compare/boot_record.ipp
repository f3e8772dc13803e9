// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_record.hpp>

#include <algorithm>
#include <utility>

namespace moebench {

namespace detail {

/// What a request should find in the server's cache, where that is certain. In `bench` a chat of
/// `depth` tokens stands in it behind the row `pp<depth>`, and nothing before that row.
inline std::optional<std::int64_t> expected_cache(const Sample& sample, const RunInfo& info) {
    if (info.suite != "bench") {
        return info.cache_prompt ? std::nullopt : std::optional<std::int64_t>(0);
    }
    for (const auto& [name, depth] : sample.facts) {
        if (name != "depth") continue;
        return sample.name == "pp" + std::to_string(depth) ? 0 : depth;
    }
    return std::nullopt;
}

inline std::optional<double> client_decode_rate(const Sample& sample) {
    const auto tokens = sample.timings.predicted_n.value_or(0);
    if (tokens < 2 || sample.event_offsets_s.size() < 2) return std::nullopt;
    const double span = sample.event_offsets_s.back() - sample.event_offsets_s.front();
    if (!(span > 0)) return std::nullopt;
    return static_cast<double>(tokens - 1) / span;
}

} // namespace detail

MOEBENCH_DECL RequestRecord request_record(const Sample& sample, const RunInfo& info) {
    RequestRecord record;
    record.prompt =
        sample.name.empty() ? "prompt " + std::to_string(sample.prompt_index + 1) : sample.name;
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
    record.expected_cache_n = detail::expected_cache(sample, info);
    record.content_sha256 = sample.content_sha256;
    record.text = sample.reasoning.value_or("") + sample.content.value_or("");
    return record;
}

MOEBENCH_DECL BootMeasurement measurement(const BootRecord& boot) {
    BootMeasurement result{.arm = boot.arm, .block = boot.block};
    const bool bench = boot.info.suite == "bench";
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
        const bool reply_row = bench && request.prompt.starts_with("tg");
        const bool prompt_row = bench && !reply_row;
        if (!reply_row) add("prefill_tokens_per_s", request.prefill_tokens_per_s);
        if (!reply_row) add("ttft_s", request.ttft_s);
        if (!prompt_row) add("decode_tokens_per_s", request.decode_tokens_per_s);
        add("latency_s", request.latency_s);
    }
    return result;
}

} // namespace moebench
