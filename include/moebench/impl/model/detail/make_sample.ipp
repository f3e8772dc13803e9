// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/sha256.hpp>
#include <moebench/detail/utf8.hpp>
#include <moebench/model/detail/make_sample.hpp>
#include <moebench/stats/distribution.hpp>

namespace moebench::detail {

inline std::optional<double> tokens_per_second(std::int64_t tokens, std::optional<double> ms) {
    if (tokens < 1 || !ms || !(*ms > 0)) return std::nullopt;
    return static_cast<double>(tokens) * 1000 / *ms;
}

/// Whether events came much faster than the server generated; without its time, all in one read.
inline bool came_in_one_piece(const std::vector<double>& offsets_s, const ServerTimings& timings) {
    if (offsets_s.size() < 2) return false;
    const double took_s = offsets_s.back() - offsets_s.front();
    if (!timings.predicted_ms) return offsets_s.size() >= 8 && took_s <= 0;
    const double decode_s = *timings.predicted_ms / 1000;
    constexpr double jitter_s = 0.05; // a busy reader catches up with that much
    return took_s < decode_s / 10 && decode_s - took_s > jitter_s;
}

inline void add_event_figures(const ChatReply& reply, Sample& sample) {
    std::vector<double> gaps;
    for (const auto& event : reply.text_events) {
        const double offset = to_seconds(event.at - reply.exchange.started);
        if (!sample.ttft_s && !event.tool_call) sample.ttft_s = offset;
        if (!sample.event_offsets_s.empty()) gaps.push_back(offset - sample.event_offsets_s.back());
        sample.event_offsets_s.push_back(offset);
    }
    if (sample.event_offsets_s.empty()) return;
    if (reply.usage.completion_tokens) {
        sample.tokens_per_event = static_cast<double>(*reply.usage.completion_tokens) /
                                  static_cast<double>(sample.event_offsets_s.size());
    }
    sample.in_one_piece = came_in_one_piece(sample.event_offsets_s, reply.timings);
    if (sample.in_one_piece) {
        sample.ttft_s.reset();
        sample.event_offsets_s.clear();
    } else {
        sample.inter_token_latency = distribution_of(std::move(gaps));
    }
}

MOEBENCH_DECL std::optional<double> prefill_rate(const ServerTimings& timings) {
    return tokens_per_second(timings.prompt_n.value_or(0), timings.prompt_ms);
}

MOEBENCH_DECL std::optional<double> decode_rate(const ServerTimings& timings) {
    return tokens_per_second(timings.predicted_n.value_or(0) - 1, timings.predicted_ms);
}

MOEBENCH_DECL std::string hash_of(const std::vector<Message>& messages) {
    Sha256 hash;
    for (const auto& message : messages) {
        for (const std::string* text : {&message.role, &message.content}) {
            hash.update(*text);
            hash.update(std::string_view("\0", 1));
        }
    }
    return hash.hex();
}

MOEBENCH_DECL Sample make_sample(const ChatRequest& request, const ChatReply& reply,
                                 bool save_content) {
    Sample sample;
    sample.name = request.name;
    sample.facts = request.facts;
    sample.measures = request.measures;
    sample.expected_cache_n = request.expected_cache_n;
    sample.status = reply.status;
    sample.error = reply.error;
    sample.http_status = reply.http_status;
    sample.latency_s = to_seconds(reply.exchange.finished - reply.exchange.started);
    sample.reconnected = reply.exchange.reconnected;
    sample.usage = reply.usage;
    sample.timings = reply.timings;
    sample.prefill_tokens_per_s = prefill_rate(reply.timings);
    sample.decode_tokens_per_s = decode_rate(reply.timings);
    sample.finish_reason = reply.finish_reason;
    add_event_figures(reply, sample);
    sample.content_chars = count_code_points(reply.content);
    sample.reasoning_chars = count_code_points(reply.reasoning);
    Sha256 hash;
    hash.update(reply.reasoning);
    hash.update(std::string_view("\0", 1));
    hash.update(reply.content);
    if (!reply.tool_calls.empty()) {
        hash.update(std::string_view("\0", 1));
        hash.update(reply.tool_calls);
    }
    sample.content_sha256 = hash.hex();
    sample.prompt_sha256 = hash_of(request.messages);
    sample.tokens = reply.tokens;
    if (save_content) {
        sample.content = reply.content;
        sample.reasoning = reply.reasoning;
    }
    return sample;
}

} // namespace moebench::detail
