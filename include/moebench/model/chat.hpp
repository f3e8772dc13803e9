// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// One turn of a chat.
struct Message {
    /// "system", "user" or "assistant".
    std::string role;
    /// Its text, UTF-8.
    std::string content;

    Message() = default;
    /// A turn: `Message("user", "Why?")`.
    Message(std::string role_, std::string content_)
        : role(std::move(role_)), content(std::move(content_)) {}
};

/// Whole numbers under a name, in order: what a suite adds to a sample or to the summary.
using Facts = std::vector<std::pair<std::string, std::int64_t>>;

/// Which figures a request is sent for. The others are recorded too, but enter no row, ratio or
/// verdict: the decode rate of a reply of one token says nothing.
enum class Measures { everything, prefill, decode };

/// The enumerator's name, as files spell it.
constexpr std::string_view to_string(Measures measures) noexcept {
    switch (measures) {
    case Measures::everything: return "everything";
    case Measures::prefill: return "prefill";
    case Measures::decode: break;
    }
    return "decode";
}

/// One chat request. Unset options are filled by the runner from `RunOptions`.
struct ChatRequest {
    /// The whole chat so far; the server keeps none.
    std::vector<Message> messages;
    /// Upper bound for the reply in tokens. Unset: `RunOptions::max_tokens`.
    std::optional<std::int64_t> max_tokens;
    /// Whether the server may reuse the prefix it holds. Unset: `RunOptions::cache_prompt`.
    std::optional<bool> cache_prompt;
    /// Kept beside the sample: the suite's own numbers ("turn").
    Facts facts;
    /// A name for the prompt; empty: the prompt's index stands for it.
    std::string name;
    /// Which figures it is sent for.
    Measures measures = Measures::everything;
    /// Tokens of the prompt that the server should find in its cache. Unset: 0 without
    /// `cache_prompt`, else unknown.
    std::optional<std::int64_t> expected_cache_n;
    /// The reply runs to its bound. RunOptions::ignore_eos asks it of every request.
    bool ignore_eos = false;
    // The rest is filled by the runner, the same for every request of a run.
    /// Sent as `model`.
    std::string model;
    /// Ask for an event stream; without one there is no time to the first token.
    bool stream = true;
    /// Of the sampler. Absent: not sent, and the server chooses.
    std::optional<std::int64_t> seed;
    /// A JSON object whose members replace or extend the request's. Empty: none.
    std::string extra_body;
    /// Upper bound for the whole exchange. Zero: none.
    Duration timeout{};

    ChatRequest() = default;
    /// A request that asks for the next turn.
    explicit ChatRequest(std::vector<Message> messages_) : messages(std::move(messages_)) {}

    /// A request of one user message, with no system message before it.
    static ChatRequest from_user(std::string content) {
        ChatRequest request;
        request.messages.emplace_back("user", std::move(content));
        return request;
    }
};

/// How a request ended. `ok` is the only one that enters an average.
enum class RequestStatus {
    /// A whole reply.
    ok,
    /// A status other than 200, or an error event inside the stream.
    http_error,
    /// ChatRequest::timeout passed first.
    timeout,
    /// The reply ended early.
    truncated,
    /// A reply that cannot be read: HTTP, JSON, a field, the event stream.
    malformed,
    /// No connection, or lost without a reply.
    connection_lost,
    /// The task was cancelled.
    cancelled,
};

/// The enumerator's name, as files spell it.
constexpr std::string_view to_string(RequestStatus status) noexcept {
    switch (status) {
    case RequestStatus::ok: return "ok";
    case RequestStatus::http_error: return "http_error";
    case RequestStatus::timeout: return "timeout";
    case RequestStatus::truncated: return "truncated";
    case RequestStatus::malformed: return "malformed";
    case RequestStatus::connection_lost: return "connection_lost";
    case RequestStatus::cancelled: break;
    }
    return "cancelled";
}

/// Token counts as the server reports them; absent is not zero.
struct TokenUsage {
    /// The whole prompt, cached tokens among it.
    std::optional<std::int64_t> prompt_tokens;
    /// Generated ones, reasoning included.
    std::optional<std::int64_t> completion_tokens;
    /// Both together, as the server adds them.
    std::optional<std::int64_t> total_tokens;
    /// Of the prompt: found in the cache (`prompt_tokens_details`, else `timings.cache_n`).
    std::optional<std::int64_t> cached_tokens;
};

/// The server's `timings` object: the numbers we compute with, and its bytes as they came.
struct ServerTimings {
    /// Prompt tokens found in the cache.
    std::optional<std::int64_t> cache_n;
    /// Prompt tokens that were computed.
    std::optional<std::int64_t> prompt_n;
    /// From the slot's start to the first token, in milliseconds: without HTTP, template and queue.
    std::optional<double> prompt_ms;
    /// Tokens that were generated.
    std::optional<std::int64_t> predicted_n;
    /// From the first of them to the last, in milliseconds.
    std::optional<double> predicted_ms;
    /// The object's JSON, byte for byte. Empty: there was none.
    std::string raw;
};

/// When things of one exchange happened, stamped next to the socket.
struct ExchangeTimings {
    /// Just before the request's first byte was handed to the connected socket.
    TimePoint started{};
    /// Just after the reply's last byte was read, or when the exchange failed.
    TimePoint finished{};
    /// The server had closed the kept connection; it was opened again before `started`.
    bool reconnected = false;
};

/// One event of a streamed reply that carried text.
struct TextEvent {
    /// When the read returned that completed it.
    TimePoint at{};
    /// It carried reasoning only.
    bool reasoning = false;
};

/// What came back for one ChatRequest, good or failed.
struct ChatReply {
    /// Tells whether the rest can be relied on.
    RequestStatus status = RequestStatus::ok;
    /// What went wrong, with the server's own words. Empty when ok.
    std::string error;
    /// 0 when no status line was read.
    unsigned http_status = 0;
    /// Filled however it ended.
    ExchangeTimings exchange;
    /// The answer. After a failure inside a stream: as far as it came.
    std::string content;
    /// What the server told apart as `reasoning_content`. Empty: it did not.
    std::string reasoning;
    /// "stop", "length", ...; empty: the server gave none.
    std::string finish_reason;
    /// Of the reply, or of the stream's last event.
    TokenUsage usage;
    /// The last that the server sent; absent from other servers than llama.cpp's.
    ServerTimings timings;
    /// Events that carried text, in order of arrival. Empty for a plain reply.
    std::vector<TextEvent> text_events;

    ChatReply() = default;

    /// Whether a whole reply came.
    bool ok() const noexcept { return status == RequestStatus::ok; }
};

} // namespace moebench
