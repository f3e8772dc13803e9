// SPDX-License-Identifier: MIT
#include "shapes.hpp"

#include <array>
#include <cstdio>

namespace moebench::benchmark {

namespace {

constexpr std::string_view word = "tok ";

double milliseconds(Nanoseconds span) {
    return std::chrono::duration<double, std::milli>(span).count();
}

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6f", value);
    return text.data();
}

/// A chunk of HTTP/1.1's transfer coding.
std::string chunk(const std::string& payload) {
    std::array<char, 20> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", payload.size());
    return size.data() + payload + "\r\n";
}

std::string event(const std::string& choices, const std::string& rest = "") {
    return chunk("data: {\"choices\":[" + choices +
                 "],\"created\":1,\"id\":\"chatcmpl-truth\",\"model\":\"truth\","
                 "\"system_fingerprint\":\"truth\",\"object\":\"chat.completion.chunk\"" +
                 rest + "}\n\n");
}

std::string delta(const std::string& members, const std::string& finish_reason = "null") {
    return event(R"({"finish_reason":)" + finish_reason + R"(,"index":0,"delta":{)" + members +
                 "}}");
}

std::string text(std::string_view member, std::int64_t tokens) {
    std::string words;
    for (std::int64_t i = 0; i < tokens; ++i) words += word;
    return "\"" + std::string(member) + "\":\"" + words + "\"";
}

std::string usage_and_timings(const Schedule& schedule) {
    const auto n = std::to_string(schedule.tokens);
    return R"(,"usage":{"completion_tokens":)" + n + R"(,"prompt_tokens":50,"total_tokens":)" +
           std::to_string(schedule.tokens + 50) +
           R"(},"timings":{"cache_n":0,"prompt_n":50,"prompt_ms":)" +
           number(milliseconds(schedule.first)) + R"(,"predicted_n":)" + n + R"(,"predicted_ms":)" +
           number(milliseconds(schedule.gap * (schedule.tokens - 1))) + "}";
}

void add_in_three(std::vector<Packet>& packets, Packet whole) {
    constexpr Nanoseconds apart = std::chrono::microseconds(200);
    const std::size_t third = whole.bytes.size() / 3;
    packets.push_back({whole.at - 2 * apart, whole.bytes.substr(0, third), 0});
    packets.push_back({whole.at - apart, whole.bytes.substr(third, third), 0});
    packets.push_back({whole.at, whole.bytes.substr(2 * third), whole.text_events});
}

} // namespace

std::vector<Packet> streamed_reply(const Shape& shape, const Schedule& schedule) {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                             "Transfer-Encoding: chunked\r\nServer: truth\r\n\r\n";
    const std::string role = delta(R"("role":"assistant","content":null)");
    std::vector<Packet> packets;
    // llama-server's headers and role leave with the first token
    std::string before = head + role;
    if (shape.early_role) {
        packets.push_back({std::chrono::milliseconds(1), before, 0});
        before.clear();
    }
    if (shape.comments) before += chunk(": ping\n\n");

    Packet packet;
    std::int64_t events_in_packet = 0;
    for (std::int64_t sent = 0; sent < schedule.tokens;) {
        const auto n = std::min(shape.tokens_per_event, schedule.tokens - sent);
        const bool thinks = shape.reasoning && sent < schedule.tokens / 4;
        sent += n;
        packet.at = schedule.first + schedule.gap * (sent - 1);
        packet.bytes += before + delta(text(thinks ? "reasoning_content" : "content", n));
        packet.text_events += 1;
        before = shape.comments && sent % 8 == 0 ? chunk(": ping\n\n") : "";
        if (++events_in_packet < shape.events_per_packet && sent < schedule.tokens) continue;
        events_in_packet = 0;
        if (shape.packets_per_event == 3) {
            add_in_three(packets, std::move(packet));
        } else {
            packets.push_back(std::move(packet));
        }
        packet = {};
    }
    const auto end = packets.back().at;
    packets.push_back({end,
                       delta("", "\"length\"") + event("", usage_and_timings(schedule)) +
                           chunk("data: [DONE]\n\n") + "0\r\n\r\n",
                       0});
    return packets;
}

std::string plain_reply(const Schedule& schedule) {
    return R"({"choices":[{"finish_reason":"length","index":0,"message":{"role":"assistant",)" +
           text("content", schedule.tokens) +
           R"(}}],"created":1,"model":"truth","object":"chat.completion","id":"chatcmpl-truth")" +
           usage_and_timings(schedule) + "}";
}

} // namespace moebench::benchmark
