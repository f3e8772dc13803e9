// SPDX-License-Identifier: MIT
#include "chat.hpp"

#include <moebench/protocol/json_writer.hpp>

#include <algorithm>

namespace llama_sim {

Awaitable<bool> ChatExchange::send_stream() {
    const std::string type = content_type("text/event-stream");
    if (const bool sent = co_await wire_.begin_stream(type); !sent) co_return false;
    if (faults_.has("empty_body")) co_return co_await wire_.end_stream();
    if (faults_.has("endless_stream")) co_return co_await flood_text();
    if (const bool there = co_await prefill(); !there) co_return false;
    if (const bool sent = co_await send_huge(); !sent) co_return false;
    if (const bool sent = co_await send_tokens(); !sent) co_return false;
    co_return co_await send_end();
}

/// One event per token; a token that ends inside a character waits for the next one.
Awaitable<bool> ChatExchange::send_tokens() {
    const std::size_t half = reply_.tokens.size() / 2;
    std::string text;
    for (std::size_t i = 0; i < steps(); ++i) {
        if (const bool there = co_await wait_for_token(i); !there) co_return false;
        if (i == reply_.tokens.size()) break; // end of the turn
        if (i == half && strikes_halfway()) co_return co_await strike();
        text += piece(reply_.tokens[i]);
        std::string whole = text.substr(0, text.size() - incomplete_tail(text));
        text.erase(0, whole.size());
        if (whole.empty()) continue;
        const bool reasoning = faults_.has("reasoning") && i < reasoning_tokens;
        if (const bool sent = co_await send_text(whole, reasoning); !sent) co_return false;
    }
    account();
    if (!reply_.tokens.empty()) co_return true;
    const std::string event = role_event();
    co_return co_await wire_.send_chunk(event);
}

std::string ChatExchange::role_event() const {
    const std::string role = R"({"role":"assistant","content":null})";
    return chat_event(outcome_, role, "", "", faults_);
}

Awaitable<bool> ChatExchange::send_text(std::string text, bool reasoning) {
    std::string quoted = moebench::json_quoted(text);
    std::string events;
    if (faults_.has("ping_comments")) events += ":\n\n";
    if (first_event_ && !faults_.has("no_role_event")) events += role_event();
    if (first_event_ && faults_.has("lone_surrogate")) quoted.insert(quoted.size() - 1, "\\ud83d");
    if (faults_.has("null_content")) quoted = "null";
    const std::string name = reasoning ? "reasoning_content" : "content";
    std::string event = chat_event(outcome_, "{\"" + name + "\":" + quoted + "}", "", "", faults_);
    if (first_event_ && faults_.has("malformed_json")) {
        event.resize(event.size() / 2);
        event += "\n\n";
    }
    first_event_ = false;
    events += event;
    co_return co_await wire_.send_chunk(std::move(events));
}

/// As in llama-server, the last event has the timings.
Awaitable<bool> ChatExchange::send_end() {
    if (faults_.has("error_event")) {
        const std::string error = error_body(500, "Compute error.", "server_error");
        const std::string event = "data: " + error + "\n\n";
        if (const bool sent = co_await wire_.send_chunk(event); !sent) co_return false;
        co_return co_await wire_.end_stream();
    }
    const std::string timings = timings_member(outcome_, faults_);
    const std::string usage = request_.include_usage ? usage_member(outcome_, faults_) : "";
    const bool two = !usage.empty();
    std::string events =
        chat_event(outcome_, "{}", outcome_.finish_reason, two ? "" : timings, faults_);
    if (two) events += chat_event(outcome_, "", "", usage + timings, faults_);
    if (const bool sent = co_await wire_.send_chunk(events); !sent) co_return false;
    if (!faults_.has("no_done")) {
        const std::string done = "data: [DONE]\n\n";
        if (const bool sent = co_await wire_.send_chunk(done); !sent) co_return false;
    }
    co_return co_await wire_.end_stream();
}

Awaitable<bool> ChatExchange::send_huge() {
    const auto* huge = faults_.find("huge_reply");
    std::int64_t left = huge == nullptr ? 0 : huge->argument;
    while (left > 0) {
        const auto size = std::min<std::int64_t>(left, 65536);
        const std::string text(static_cast<std::size_t>(size), 'x');
        if (const bool sent = co_await send_text(text, false); !sent) co_return false;
        left -= size;
    }
    co_return true;
}

Awaitable<bool> ChatExchange::flood_text() {
    if (!request_.stream) {
        const std::string type = content_type("application/json; charset=utf-8");
        if (const bool sent = co_await wire_.begin_stream(type); !sent) co_return false;
        const std::string begin = R"({"choices":[{"index":0,"message":{"content":")";
        if (const bool sent = co_await wire_.send_chunk(begin); !sent) co_return false;
    }
    const std::string text(4096, 'x');
    while (!server_.stopping) {
        const bool sent =
            request_.stream ? co_await send_text(text, false) : co_await wire_.send_chunk(text);
        if (!sent) co_return false;
    }
    co_return co_await wire_.wait_for_close();
}

Awaitable<bool> ChatExchange::flood_header() {
    std::string fields = "HTTP/1.1 200 OK\r\n";
    while (!server_.stopping) {
        for (int i = 0; i < 64; ++i) fields += "X-Flood: 0123456789abcdef\r\n";
        if (const bool sent = co_await wire_.send(fields); !sent) co_return false;
        fields.clear();
    }
    co_return co_await wire_.wait_for_close();
}

} // namespace llama_sim
