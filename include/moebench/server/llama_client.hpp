// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/clean_text.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/protocol/chat_codec.hpp>
#include <moebench/protocol/detail/completion_codec.hpp>
#include <moebench/protocol/detail/template_codec.hpp>
#include <moebench/protocol/detail/tokenize_codec.hpp>
#include <moebench/protocol/props_codec.hpp>
#include <moebench/task.hpp>
#include <moebench/transport/transport.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// llama-server's endpoints over any Transport, one request at a time. Errors of all functions
/// except health() and chat(): those of the transport and of the reply's parser, and http_status
/// with the server's message. Cancellation: terminal; the transport closes its connection.
/// Lifetime: the transport outlives the client, and the client its tasks.
template <Transport T> class LlamaClient {
public:
    /// `probe_timeout`: time limit for requests that have no limit of their own. Zero: none.
    explicit LlamaClient(T& transport, Duration probe_timeout = std::chrono::seconds(60))
        : transport_(transport), probe_timeout_(probe_timeout) {}

    /// Status of GET /health: 200 ready, 503 loading. `detail` receives the server's message.
    Task<unsigned> health(Duration timeout, std::string& detail) {
        HttpRequest request("GET", "/health");
        request.timeout = timeout;
        ExchangeTimings timings;
        auto response = co_await transport_.exchange(std::move(request), no_chunks_, timings);
        if (!response) co_return response.error();
        detail = std::to_string(response->status) + " " + server_message(response->body);
        co_return response->status;
    }

    /// The server's description of itself: GET /props.
    Task<ServerProps> props() {
        auto body = co_await fetch(HttpRequest("GET", "/props"), probe_timeout_);
        if (!body) co_return body.error();
        co_return parse_props(*body);
    }

    /// Number of tokens in `text`: POST /tokenize, as in the original script (no special tokens
    /// added).
    Task<std::size_t> count_tokens(std::string text) {
        HttpRequest request("POST", "/tokenize");
        request.body = detail::encode_tokenize_request(text);
        auto body = co_await fetch(std::move(request), probe_timeout_);
        if (!body) co_return body.error();
        co_return detail::parse_token_count(*body);
    }

    /// Token ids of a templated prompt, the same as in a chat: POST /tokenize.
    Task<std::vector<std::int64_t>> token_ids(std::string prompt) {
        HttpRequest request("POST", "/tokenize");
        request.body = detail::encode_prompt_tokenize_request(prompt);
        auto body = co_await fetch(std::move(request), probe_timeout_);
        if (!body) co_return body.error();
        co_return detail::parse_token_ids(*body);
    }

    /// Continues the given tokens: POST /completion.
    Task<CompletionReply> complete(CompletionRequest request) {
        HttpRequest http("POST", "/completion");
        http.body = detail::encode_completion_request(request);
        auto body = co_await fetch(std::move(http), request.timeout);
        if (!body) co_return body.error();
        co_return detail::parse_completion_reply(*body, request);
    }

    /// The text that the model gets for a chat: POST /apply-template.
    Task<std::string> apply_template(std::vector<Message> messages) {
        HttpRequest request("POST", "/apply-template");
        request.body = detail::encode_template_request(messages);
        auto body = co_await fetch(std::move(request), probe_timeout_);
        if (!body) co_return body.error();
        co_return detail::parse_templated_prompt(*body);
    }

    /// Sends a chat: POST /v1/chat/completions. A failed request is a reply whose status says why;
    /// only options that cannot be sent are an error. The reply's times come from the transport.
    Task<ChatReply> chat(ChatRequest request) {
        auto body = encode_chat_request(request);
        if (!body) co_return body.error();
        HttpRequest http("POST", "/v1/chat/completions");
        http.body = std::move(*body);
        http.timeout = request.timeout;
        events_.reset();
        ChatReply reply;
        std::string beginning;
        const ChunkHandler keep = [&](std::string_view bytes, TimePoint at) {
            constexpr std::size_t enough = 1000;
            if (beginning.size() < enough) beginning += bytes.substr(0, enough);
            events_.push(bytes, at);
        };
        const ChunkHandler& on_chunk = request.stream ? keep : no_chunks_;
        auto response = co_await transport_.exchange(std::move(http), on_chunk, reply.exchange);
        if (response) {
            events_.finish(reply.exchange.finished);
            if (request.stream && response->status == 200) response->body = std::move(beginning);
        }
        auto decoded =
            response ? decode(*response, request.stream, reply) : Result<void>(response.error());
        if (!decoded) {
            transport_.close(); // nothing more is expected of a connection with a wrong reply
            set_failure(reply, decoded.error(), request.stream && !response);
        }
        co_return reply;
    }

private:
    Task<std::string> fetch(HttpRequest request, Duration timeout) {
        request.timeout = timeout;
        const std::string what = request.method + " " + request.target;
        ExchangeTimings timings;
        auto response = co_await transport_.exchange(std::move(request), no_chunks_, timings);
        if (!response) co_return response.error();
        if (response->status != 200) {
            co_return fail(Errc::http_status, what + ": " + std::to_string(response->status) + " " +
                                                  server_message(response->body));
        }
        co_return std::move(response->body);
    }

    Result<void> decode(const HttpResponse& response, bool stream, ChatReply& reply) {
        reply.http_status = response.status;
        if (response.status != 200) {
            return fail(Errc::http_status, "HTTP " + std::to_string(response.status) + ": " +
                                               server_message(response.body));
        }
        if (!stream) return decode_chat_reply(response.body, reply);
        if (!detail::is_event_stream(response.content_type)) {
            return fail(Errc::malformed_event_stream,
                        "asked for an event stream, got '" +
                            detail::clean_beginning(response.content_type) +
                            "': " + server_message(response.body));
        }
        return decode_chat_stream(events_, reply);
    }

    /// Keeps what was streamed before the failure: it shows how far the reply came.
    void set_failure(ChatReply& reply, const Failure& failure, bool decode_rest) {
        if (decode_rest && events_.size() > 0) {
            static_cast<void>(decode_chat_stream(events_, reply));
        }
        reply.status = status_of(failure.code);
        reply.error = failure.message();
    }

    static RequestStatus status_of(boost::system::error_code code) {
        if (code == Errc::http_status) return RequestStatus::http_error;
        if (code == Errc::request_timeout) return RequestStatus::timeout;
        if (code == Errc::stream_truncated) return RequestStatus::truncated;
        if (code == Errc::connection_lost) return RequestStatus::connection_lost;
        if (code == asio::error::operation_aborted) return RequestStatus::cancelled;
        return RequestStatus::malformed;
    }

    T& transport_;
    Duration probe_timeout_;
    detail::SseParser events_; // a member, so that its buffers are reused
    ChunkHandler no_chunks_;
};

} // namespace moebench
