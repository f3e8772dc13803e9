// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::benchmark {

using Nanoseconds = std::chrono::nanoseconds;

/// When the tokens of a reply are there, counted from the last byte of the request.
struct Schedule {
    Nanoseconds first{};
    Nanoseconds gap{};
    std::int64_t tokens = 0;
};

/// Bytes that leave in one send, at `at`. `text_events` complete with them.
struct Packet {
    Nanoseconds at{};
    std::string bytes;
    int text_events = 0;
};

/// How a reply is cut into events and packets.
///
/// one_token, two_tokens: so many an event, which leaves when its last token is there
/// early_role: an event without text long before the first token
/// reasoning: a quarter of the tokens are reasoning text, then comes content
/// three_packets: each event in three sends, the last of them on time
/// batch: four events in one send
/// comments: a comment before the first token and behind every eighth
struct Shape {
    std::string_view name;
    std::int64_t tokens_per_event = 1;
    std::int64_t events_per_packet = 1;
    int packets_per_event = 1;
    bool early_role = false;
    bool reasoning = false;
    bool comments = false;
};

inline constexpr Shape shapes[] = {
    {.name = "one_token"},
    {.name = "two_tokens", .tokens_per_event = 2},
    {.name = "early_role", .early_role = true},
    {.name = "reasoning", .reasoning = true},
    {.name = "three_packets", .packets_per_event = 3},
    {.name = "batch", .events_per_packet = 4},
    {.name = "comments", .comments = true},
};

/// A streamed reply, as llama-server words and chunks it, with `usage` and `timings` at its end.
std::vector<Packet> streamed_reply(const Shape& shape, const Schedule& schedule);

/// The body of a plain reply.
std::string plain_reply(const Schedule& schedule);

} // namespace moebench::benchmark
