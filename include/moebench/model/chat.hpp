// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/completion.hpp>

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

/// Named whole numbers, in order, that a suite adds to a sample or to the summary.
using Facts = std::vector<std::pair<std::string, std::int64_t>>;

/// The figures that a request is meant to measure. Other figures are recorded, but used in no row,
/// ratio or verdict: the decode rate of a one-token reply means nothing.
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

/// One chat request. The runner sets unset options from `RunOptions`.
struct ChatRequest {
    /// The whole chat so far; the server does not keep it.
    std::vector<Message> messages;
    /// Maximum length of the reply in tokens. Unset: `RunOptions::max_tokens`.
    std::optional<std::int64_t> max_tokens;
    /// Whether the server may reuse a cached prefix. Unset: `RunOptions::cache_prompt`.
    std::optional<bool> cache_prompt;
    /// The suite's own numbers, copied to the sample ("turn").
    Facts facts;
    /// Name of the prompt. Empty: the prompt's index is used.
    std::string name;
    /// The figures that it is meant to measure.
    Measures measures = Measures::everything;
    /// Prompt tokens that the server should find in its cache. Unset: 0 without `cache_prompt`,
    /// otherwise unknown.
    std::optional<std::int64_t> expected_cache_n;
    /// The reply goes on to the maximum length. RunOptions::ignore_eos sets this for every request.
    bool ignore_eos = false;
    // The runner sets the rest, the same for every request of a run.
    /// Sent as `model`.
    std::string model;
    /// Ask for an event stream; without it there is no TTFT.
    bool stream = true;
    /// Seed of the sampler. Absent: not sent, and the server chooses.
    std::optional<std::int64_t> seed;
    /// A JSON object whose members replace or extend the request's. Empty: none.
    std::string extra_body;
    /// Time limit for the whole exchange. Zero: none.
    Duration timeout{};

    ChatRequest() = default;
    /// A request that asks for the next turn.
    explicit ChatRequest(std::vector<Message> messages_) : messages(std::move(messages_)) {}

    /// A request with one user message and no system message.
    static ChatRequest from_user(std::string content) {
        ChatRequest request;
        request.messages.emplace_back("user", std::move(content));
        return request;
    }
};

/// How a request ended. Only `ok` requests count in averages.
enum class RequestStatus {
    /// A complete reply arrived.
    ok,
    /// An HTTP status other than 200, or an error event inside the stream.
    http_error,
    /// ChatRequest::timeout passed first.
    timeout,
    /// The reply ended early.
    truncated,
    /// The reply cannot be read: invalid HTTP, JSON, field, or event stream.
    malformed,
    /// There was no connection, or it was lost before a reply.
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
    /// The whole prompt, cached tokens included.
    std::optional<std::int64_t> prompt_tokens;
    /// Generated tokens, reasoning included.
    std::optional<std::int64_t> completion_tokens;
    /// The sum of both, as the server reports it.
    std::optional<std::int64_t> total_tokens;
    /// Prompt tokens found in the cache (`prompt_tokens_details`, else `timings.cache_n`).
    std::optional<std::int64_t> cached_tokens;
};

/// The server's `timings` object: the numbers that we use, and the original text.
struct ServerTimings {
    /// Prompt tokens found in the cache.
    std::optional<std::int64_t> cache_n;
    /// Prompt tokens that were computed.
    std::optional<std::int64_t> prompt_n;
    /// From the slot's start to the first token, in milliseconds; without HTTP, template and queue.
    std::optional<double> prompt_ms;
    /// Tokens that were generated.
    std::optional<std::int64_t> predicted_n;
    /// From the first generated token to the last, in milliseconds.
    std::optional<double> predicted_ms;
    /// The object's JSON, byte for byte. Empty: there was none.
    std::string raw;
};

/// The times of one exchange, taken next to the socket.
struct ExchangeTimings {
    /// Just before the request's first byte was written to the connected socket.
    TimePoint started{};
    /// Just after the reply's last byte was read, or when the exchange failed.
    TimePoint finished{};
    /// The server had closed the kept-alive connection; it was opened again before `started`.
    bool reconnected = false;
};

/// One event of a streamed reply that carried text.
struct TextEvent {
    /// The time just after its last byte was read.
    TimePoint at{};
    /// It carried only reasoning.
    bool reasoning = false;
    /// It carried only a part of a tool call.
    bool tool_call = false;
};

/// The result of one ChatRequest, good or failed.
struct ChatReply {
    /// How the request ended; the rest is reliable only if `ok`.
    RequestStatus status = RequestStatus::ok;
    /// What went wrong, with the server's message. Empty when ok.
    std::string error;
    /// 0: no status line was read.
    unsigned http_status = 0;
    /// Set for failed requests, too.
    ExchangeTimings exchange;
    /// The answer. After a failure inside a stream: the part that arrived.
    std::string content;
    /// The reasoning, if the server sends it separately (`reasoning_content`, `reasoning`,
    /// `thinking`); otherwise empty.
    std::string reasoning;
    /// Names and arguments of the tool calls, one after the other.
    std::string tool_calls;
    /// "stop", "length", ...; empty: the server gave none.
    std::string finish_reason;
    /// From the reply, or from the stream's last event that has it; what is absent there, from the
    /// timings.
    TokenUsage usage;
    /// The last `timings` that the server sent; only llama.cpp's server sends them.
    ServerTimings timings;
    /// Events that carried text, in order of arrival. Empty for a reply that was not streamed.
    std::vector<TextEvent> text_events;
    /// The reply token by token, the end token included. Empty unless the request asked for
    /// `logprobs` (in `extra_body`) and was not streamed.
    std::vector<GeneratedToken> tokens;

    ChatReply() = default;

    /// Whether a complete reply arrived.
    bool ok() const noexcept { return status == RequestStatus::ok; }
};

} // namespace moebench
