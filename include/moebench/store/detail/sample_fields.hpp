// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>
#include <moebench/store/detail/json_saver.hpp>

#include <optional>
#include <string>
#include <string_view>

// What files keep of a request; see server_fields.hpp.
namespace moebench::detail {

template <> inline constexpr bool on_one_line<Distribution> = true;
template <> inline constexpr bool on_one_line<GeneratedToken> = true;

/// `unit` ends the keys: "_s" of seconds, "" where the figure's own key names the unit.
template <class Archive>
void fields(Archive& archive, Distribution& value, const std::string& unit,
            std::optional<double> resolution = {}) {
    auto& [count, mean, stddev, min, max, p50, p90, p95, p99] = value;
    archive("count", count)("mean" + unit, mean)("stddev" + unit, stddev)("min" + unit, min);
    archive("max" + unit, max)("p50" + unit, p50)("p90" + unit, p90)("p95" + unit, p95);
    archive("p99" + unit, p99);
    if (resolution) archive.derived("resolution", *resolution);
}

/// Read only: the server's own spelling is what is written.
template <class Archive> void fields(Archive& archive, ServerTimings& value) {
    auto& [cache_n, prompt_n, prompt_ms, predicted_n, predicted_ms, raw] = value;
    archive("cache_n", cache_n)("prompt_n", prompt_n)("prompt_ms", prompt_ms);
    archive("predicted_n", predicted_n)("predicted_ms", predicted_ms);
}

template <class Archive> void fields(Archive& archive, GeneratedToken& value) {
    auto& [token, top] = value;
    archive("token", token)("top", top);
}

/// The original script's keys come first.
template <class Archive> void fields(Archive& archive, Sample& value, bool with_events = true) {
    auto& [phase, prompt_index, name, measures, expected_cache_n, status, error, http_status,
           started_s, latency_s, ttft_s, usage, timings, prefill_tokens_per_s, decode_tokens_per_s,
           inter_token_latency, tokens_per_event, finish_reason, content_chars, reasoning_chars,
           content_sha256, reconnected, facts, in_one_piece, event_offsets_s, content, reasoning,
           prompt_sha256, tokens] = value;
    auto& [prompt_tokens, completion_tokens, total_tokens, cached_tokens] = usage;
    const auto why_no_rate = [&](std::string_view otherwise) {
        return value.timings.raw.empty() ? "no timings in the reply" : otherwise;
    };
    archive("latency_s", latency_s);
    archive.or_zero("prompt_tokens", prompt_tokens, "no usage in the reply");
    archive.or_zero("cached_prompt_tokens", cached_tokens, "neither in usage nor in timings");
    archive.derived("processed_prompt_tokens", value.processed_prompt_tokens());
    archive.or_zero("completion_tokens", completion_tokens);
    archive.or_zero("total_tokens", total_tokens);
    archive("content_chars", content_chars)("prompt_index", prompt_index);
    archive.facts("prompt_index", facts, "phase");

    archive("phase", phase)("status", status);
    archive.or_null("error", error);
    archive.or_null("http_status", http_status, "no status line came");
    archive.or_null("name", name);
    archive("measures", measures);
    archive.if_present("expected_cache_n", expected_cache_n);
    archive("started_s", started_s);
    archive.or_null("ttft_s", ttft_s,
                    in_one_piece ? "the stream arrived in one piece"
                                 : "no streamed event carried text");
    archive.or_null("prefill_tokens_per_s", prefill_tokens_per_s,
                    why_no_rate("no prompt_n or prompt_ms in timings"));
    archive.or_null("decode_tokens_per_s", decode_tokens_per_s,
                    why_no_rate("fewer than two tokens"));
    archive("inter_token_latency", inter_token_latency, "_s");
    archive.or_null("tokens_per_event", tokens_per_event, "no streamed text, or no usage");
    archive.or_null("finish_reason", finish_reason, "not in the reply");
    archive.raw("timings", timings, "not in the reply");
    archive("prompt_sha256", prompt_sha256);
    archive("content_sha256", content_sha256)("reasoning_chars", reasoning_chars);
    archive("reconnected", reconnected)("in_one_piece", in_one_piece);
    if (!with_events) return;
    archive("event_offsets_s", event_offsets_s);
    archive.if_present("content", content);
    archive.if_present("reasoning", reasoning);
    archive.if_any("tokens", tokens);
}

} // namespace moebench::detail
