// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/clean_text.hpp>
#include <moebench/protocol/chat_codec.hpp>
#include <moebench/protocol/detail/chat_parts.hpp>
#include <moebench/protocol/detail/completion_codec.hpp>
#include <moebench/protocol/detail/server_words.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace moebench {

MOEBENCH_DECL Result<std::string> encode_chat_request(const ChatRequest& request) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().member("model", request.model).key("messages").begin_array();
    for (const auto& message : request.messages) {
        json.begin_object().member("role", message.role).member("content", message.content);
        json.end_object();
    }
    json.end_array();
    if (request.max_tokens) json.member("max_tokens", *request.max_tokens);
    json.member("temperature", 0).member("top_k", 1).member("stream", request.stream);
    if (request.stream) {
        json.key("stream_options").begin_object().member("include_usage", true).end_object();
    }
    if (request.cache_prompt) json.member("cache_prompt", *request.cache_prompt);
    if (request.seed) json.member("seed", *request.seed);
    if (request.ignore_eos) json.member("ignore_eos", true);
    json.end_object();
    if (request.extra_body.empty()) return body;

    auto extra = parse_json(request.extra_body, "extra body");
    if (!extra || !extra->is_object()) {
        return fail(Errc::invalid_option, "extra body: not a JSON object: " + request.extra_body);
    }
    if (extra->get_object().contains("stream")) {
        return fail(Errc::invalid_option, "extra body: 'stream' has its own option");
    }
    auto merged = parse_json(body, "chat request");
    if (!merged) return merged.error();
    for (const auto& [name, value] : extra->get_object()) merged->get_object()[name] = value;
    return boost::json::serialize(*merged);
}

namespace detail {

/// `logprobs.content`. Only moebench itself asks for it, so nothing depends on a server that leaves
/// it out or spells it differently.
inline void read_tokens(const boost::json::object& choice, ChatReply& reply) {
    const auto* logprobs = json_object(choice, "logprobs");
    const auto* content = logprobs == nullptr ? nullptr : logprobs->if_contains("content");
    if (content == nullptr || !content->is_array()) return;
    for (const auto& place : content->get_array()) {
        auto token = read_generated_token(place);
        if (!token) {
            reply.tokens.clear();
            return;
        }
        reply.tokens.push_back(std::move(*token));
    }
}

inline void add_output(const ChatOutput& output, TimePoint at, ChatReply& reply) {
    reply.content += output.content;
    reply.reasoning += output.reasoning;
    reply.tool_calls += output.tool_calls;
    TextEvent event;
    event.at = at;
    event.reasoning = output.content.empty() && !output.reasoning.empty();
    event.tool_call = output.content.empty() && output.reasoning.empty();
    if (!event.tool_call || !output.tool_calls.empty()) reply.text_events.push_back(event);
}

/// What is left to do when all of the reply was read.
inline Result<void> complete(ChatReply& reply) {
    complete_counts(reply);
    if (reply.finish_reason == "error") {
        return fail(Errc::http_status, "the server's finish_reason is 'error'");
    }
    if (is_utf8(reply.content) && is_utf8(reply.reasoning)) return {};
    return fail(Errc::malformed_json, "chat reply: the text is not UTF-8");
}

} // namespace detail

MOEBENCH_DECL Result<void> decode_chat_reply(std::string_view body, ChatReply& reply) {
    auto parsed = parse_json(body, "chat reply");
    if (!parsed) return parsed.error();
    const auto* root = parsed->if_object();
    if (root == nullptr) return detail::chat_field("not an object");
    if (detail::is_error_event("", *root)) {
        return fail(Errc::http_status, "HTTP 200 with an error: " + server_message(body));
    }
    auto choice = detail::first_choice(*root);
    if (!choice) return choice.error();
    if (*choice == nullptr) return detail::chat_field("no choices");
    if (auto reason = json_string(**choice, "finish_reason")) reply.finish_reason = *reason;
    const auto* message = json_object(**choice, "message");
    if (message == nullptr) return detail::chat_field("choices[0].message is not an object");
    auto output = detail::read_output(*message);
    if (!output) return output.error();
    reply.content = std::move(output->content);
    reply.reasoning = std::move(output->reasoning);
    reply.tool_calls = std::move(output->tool_calls);
    if (auto read = detail::read_usage(*root, reply.usage); !read) return read;
    detail::read_timings(*root, body, reply.timings);
    detail::read_tokens(**choice, reply);
    return detail::complete(reply);
}

namespace detail {

/// What a stream has said so far.
struct ChatStream {
    bool done = false;
    /// Of the last event that was passed over.
    std::string words;
};

/// An event that is no JSON object. Events of a type of their own may hold anything; without an
/// object it is a sign of life.
inline Result<void> read_other_event(std::string_view data, std::string_view type,
                                     Failure failure) {
    if (type == "error") return fail(Errc::http_status, "error event: " + server_message(data));
    const bool ours = type.empty() || type == "message";
    if (data.find(ours ? "{" : "\"choices\"") == std::string_view::npos) return {};
    return failure;
}

inline Result<void> read_event(std::string_view data, std::string_view type, TimePoint at,
                               ChatReply& reply, ChatStream& stream) {
    if (data.find_first_not_of(" \t\n") == std::string_view::npos) return {};
    // memory for the values of one event, which nobody keeps: a reply has hundreds of events
    unsigned char stack[4096];
    boost::json::monotonic_resource memory(stack);
    auto parsed = parse_json(data, "chat event", &memory);
    if (!parsed) return read_other_event(data, type, parsed.error());
    const auto* root = parsed->if_object();
    if (root == nullptr) return read_other_event(data, type, chat_field("event is not an object"));
    if (is_error_event(type, *root)) {
        return fail(Errc::http_status, "error event: " + server_message(data));
    }
    auto choice = first_choice(*root);
    if (!choice) return choice.error();
    stream.words = *choice == nullptr ? server_message(data) : "";
    if (*choice != nullptr) {
        if (auto reason = json_string(**choice, "finish_reason"); reason && !reason->empty()) {
            reply.finish_reason = *reason;
        }
        auto delta = optional_object(**choice, "delta");
        if (!delta) return delta.error();
        auto output = *delta == nullptr ? ChatOutput() : read_output(**delta);
        if (!output) return output.error();
        add_output(*output, at, reply);
    }
    if (auto read = read_usage(*root, reply.usage); !read) return read;
    // progress events have outdated numbers; the last timings are those of the request
    if (!root->contains("prompt_progress")) read_timings(*root, data, reply.timings);
    return {};
}

/// After [DONE] nothing counts, but more of a reply says that two of them were mixed.
inline Result<void> read_event_after_end(std::string_view data, std::string_view type) {
    ChatReply other;
    ChatStream stream;
    auto read = read_event(data, type, TimePoint(), other, stream);
    if (!read) return read;
    if (other.text_events.empty()) return {};
    return fail(Errc::malformed_event_stream, "the event stream goes on after [DONE]");
}

inline bool is_end(std::string_view data) {
    while (data.ends_with(' ')) data.remove_suffix(1);
    return data == "[DONE]";
}

} // namespace detail

MOEBENCH_DECL Result<void> decode_chat_stream(const detail::SseParser& events, ChatReply& reply) {
    detail::ChatStream stream;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (detail::is_end(events.data(i))) {
            stream.done = true;
            continue;
        }
        const auto type = events.type(i);
        auto read = stream.done
                        ? detail::read_event_after_end(events.data(i), type)
                        : detail::read_event(events.data(i), type, events.at(i), reply, stream);
        const bool open = events.last_is_open() && i + 1 == events.size();
        if (!read && open && read.error().code == Errc::malformed_json) {
            return fail(Errc::stream_truncated, "the event stream ended inside an event");
        }
        if (!read) return read;
    }
    if (!events.stray_line().empty()) {
        return fail(Errc::malformed_event_stream, "the event stream has a line that is no field: " +
                                                      detail::clean_beginning(events.stray_line()));
    }
    if (!stream.done && reply.finish_reason.empty()) {
        return fail(Errc::stream_truncated,
                    "the event stream ended without [DONE] or a finish_reason after " +
                        std::to_string(events.size()) + " events" +
                        (stream.words.empty() ? "" : "; the last one: " + stream.words));
    }
    return detail::complete(reply);
}

MOEBENCH_DECL std::string server_message(std::string_view body) {
    std::string words;
    if (auto parsed = parse_json(body, "")) words = detail::words_of(*parsed);
    const auto text = detail::clean_beginning(words.empty() ? body : words);
    return text.empty() ? "empty body" : text;
}

} // namespace moebench
