// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/utf8.hpp>
#include <moebench/protocol/json_writer.hpp>
#include <moebench/store/detail/result_object.hpp>
#include <moebench/store/sample_codec.hpp>

#include <optional>
#include <string_view>

namespace moebench {

namespace detail {

inline std::optional<unsigned> if_not_zero(unsigned number) {
    if (number == 0) return std::nullopt;
    return number;
}

/// JSON text of the server's without line breaks (they can only stand between tokens), as UTF-8.
inline std::string on_one_line(std::string_view json) {
    std::string line;
    for (std::size_t at = 0; at < json.size();) {
        const char32_t point = next_code_point(json, at);
        append_utf8(line, point < U' ' ? U' ' : point);
    }
    return line;
}

inline std::string_view why_no_rate(const Sample& sample, std::string_view otherwise) {
    return sample.timings.raw.empty() ? "no timings in the reply" : otherwise;
}

} // namespace detail

MOEBENCH_DECL std::string encode_sample(const Sample& sample, SampleDetail detail) {
    std::string out;
    JsonWriter json(out);
    detail::ObjectWriter object(json);
    object.add("latency_s", sample.latency_s);
    object.add("prompt_tokens", sample.prompt_tokens());
    object.add("cached_prompt_tokens", sample.cached_prompt_tokens());
    object.add("processed_prompt_tokens", sample.processed_prompt_tokens());
    object.add("completion_tokens", sample.completion_tokens());
    object.add("total_tokens", sample.total_tokens());
    object.add("content_chars", sample.content_chars);
    object.add("prompt_index", sample.prompt_index);
    for (const auto& [name, number] : sample.facts) object.add(name, number);
    if (!sample.usage.prompt_tokens) object.absent("prompt_tokens", "no usage in the reply");
    if (!sample.usage.cached_tokens) {
        object.absent("cached_prompt_tokens", "neither in usage nor in timings");
    }

    object.add("phase", sample.phase == Phase::warmup ? "warmup" : "measured");
    object.add("status", to_string(sample.status));
    object.add("error", detail::if_not_empty(sample.error));
    object.add("http_status", detail::if_not_zero(sample.http_status), "no status line came");
    object.add("name", detail::if_not_empty(sample.name));
    object.add("measures", to_string(sample.measures));
    object.add("started_s", sample.started_s);
    object.add("ttft_s", sample.ttft_s, "no streamed event carried text");
    object.add("prefill_tokens_per_s", sample.prefill_tokens_per_s,
               detail::why_no_rate(sample, "no prompt_n or prompt_ms in timings"));
    object.add("decode_tokens_per_s", sample.decode_tokens_per_s,
               detail::why_no_rate(sample, "fewer than two tokens"));
    object.add_raw("inter_token_latency",
                   detail::encode_distribution(sample.inter_token_latency, "_s"));
    object.add("tokens_per_event", sample.tokens_per_event, "no streamed text, or no usage");
    object.add("finish_reason", detail::if_not_empty(sample.finish_reason), "not in the reply");
    object.add_raw("timings",
                   sample.timings.raw.empty() ? "null" : detail::on_one_line(sample.timings.raw));
    if (sample.timings.raw.empty()) object.absent("timings", "not in the reply");
    object.add("content_sha256", sample.content_sha256);
    object.add("reasoning_chars", sample.reasoning_chars);
    object.add("reconnected", sample.reconnected);
    if (detail == SampleDetail::full) {
        json.key("event_offsets_s").begin_array();
        for (const double offset : sample.event_offsets_s) json.value(offset);
        json.end_array();
        if (sample.content) object.add("content", *sample.content);
        if (sample.reasoning) object.add("reasoning", *sample.reasoning);
    }
    object.end();
    return out;
}

} // namespace moebench
