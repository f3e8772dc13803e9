// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/chat_codec.hpp>
#include <moebench/protocol/detail/completion_codec.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace moebench {

namespace detail {

inline Failure chat_field(std::string_view name) {
    return fail(Errc::missing_field, "chat reply: " + std::string(name));
}

/// Null if the member is absent or null. An error if it is not an object.
inline Result<const boost::json::object*> optional_object(const boost::json::object& object,
                                                          std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return nullptr;
    if (!value->is_object()) return chat_field(std::string(name) + " is not an object");
    return &value->get_object();
}

/// Reads a count. Nothing if the member is absent or null; an error if it is not a whole number.
inline Result<void> read_count(const boost::json::object& object, std::string_view name,
                               std::optional<std::int64_t>& out) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    out = json_integer(object, name);
    if (!out || *out < 0) return chat_field(std::string(name) + " is not a count");
    return {};
}

inline Result<void> read_usage(const boost::json::object& root, TokenUsage& usage) {
    auto object = optional_object(root, "usage");
    if (!object) return object.error();
    if (*object == nullptr) return {};
    const auto& counts = **object;
    for (const auto& [name, out] : {std::pair{"prompt_tokens", &usage.prompt_tokens},
                                    std::pair{"completion_tokens", &usage.completion_tokens},
                                    std::pair{"total_tokens", &usage.total_tokens}}) {
        if (auto read = read_count(counts, name, *out); !read) return read;
    }
    auto details = optional_object(counts, "prompt_tokens_details");
    if (!details) return details.error();
    if (*details == nullptr) return {};
    return read_count(**details, "cached_tokens", usage.cached_tokens);
}

/// `json`: the text that `root` was parsed from; the server's numbers are kept as it wrote them.
inline void read_timings(const boost::json::object& root, std::string_view json,
                         ServerTimings& timings) {
    const auto* object = json_object(root, "timings");
    if (object == nullptr) return;
    timings.cache_n = json_integer(*object, "cache_n");
    timings.prompt_n = json_integer(*object, "prompt_n");
    timings.prompt_ms = json_double(*object, "prompt_ms");
    timings.predicted_n = json_integer(*object, "predicted_n");
    timings.predicted_ms = json_double(*object, "predicted_ms");
    timings.raw = json_member(json, "timings");
}

/// Appends the member's text; absent and null add nothing. Returns whether there was text.
inline Result<bool> append_text(const boost::json::object& object, std::string_view name,
                                std::string& out) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return false;
    const auto* text = value->if_string();
    if (text == nullptr) return chat_field(std::string(name) + " is not a string");
    out.append(text->data(), text->size());
    return !text->empty();
}

/// The `part` ("message" or "delta") of the first choice; also reads its finish_reason. Null: there
/// is no choice.
inline Result<const boost::json::object*> read_choice(const boost::json::object& root,
                                                      std::string_view part, ChatReply& reply) {
    const auto* choices = root.if_contains("choices");
    if (choices == nullptr || !choices->is_array()) return chat_field("choices");
    if (choices->get_array().empty()) return nullptr;
    const auto* choice = choices->get_array().front().if_object();
    if (choice == nullptr) return chat_field("choices[0]");
    if (auto reason = json_string(*choice, "finish_reason")) reply.finish_reason = *reason;
    const auto* object = json_object(*choice, part);
    if (object == nullptr) return chat_field("choices[0]." + std::string(part));
    return object;
}

inline void fill_cached_tokens(ChatReply& reply) {
    if (!reply.usage.cached_tokens) reply.usage.cached_tokens = reply.timings.cache_n;
}

} // namespace detail

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

/// `logprobs.content` of the first choice. Only moebench itself asks for it, so nothing depends on
/// a server that leaves it out or spells it differently.
inline void read_tokens(const boost::json::object& root, ChatReply& reply) {
    const auto* choice = root.at("choices").as_array().front().if_object();
    const auto* logprobs = choice == nullptr ? nullptr : json_object(*choice, "logprobs");
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

} // namespace detail

MOEBENCH_DECL Result<void> decode_chat_reply(std::string_view body, ChatReply& reply) {
    auto parsed = parse_json(body, "chat reply");
    if (!parsed) return parsed.error();
    const auto* root = parsed->if_object();
    if (root == nullptr) return detail::chat_field("not an object");
    auto message = detail::read_choice(*root, "message", reply);
    if (!message) return message.error();
    if (*message == nullptr) return detail::chat_field("choices is empty");
    if (auto text = detail::append_text(**message, "content", reply.content); !text) {
        return text.error();
    }
    if (auto text = detail::append_text(**message, "reasoning_content", reply.reasoning); !text) {
        return text.error();
    }
    if (auto read = detail::read_usage(*root, reply.usage); !read) return read;
    detail::read_timings(*root, body, reply.timings);
    detail::fill_cached_tokens(reply);
    detail::read_tokens(*root, reply);
    return {};
}

namespace detail {

inline Result<void> read_event(std::string_view data, TimePoint at, ChatReply& reply) {
    // memory for the values of one event, which nobody keeps: a reply has hundreds of events
    unsigned char stack[4096];
    boost::json::monotonic_resource memory(stack);
    auto parsed = parse_json(data, "chat event", &memory);
    if (!parsed) return parsed.error();
    const auto* root = parsed->if_object();
    if (root == nullptr) return chat_field("event is not an object");
    if (root->contains("error")) {
        return fail(Errc::http_status, "error event: " + server_message(data));
    }
    auto delta = read_choice(*root, "delta", reply);
    if (!delta) return delta.error();
    if (*delta != nullptr) {
        auto reasoning = append_text(**delta, "reasoning_content", reply.reasoning);
        if (!reasoning) return reasoning.error();
        auto content = append_text(**delta, "content", reply.content);
        if (!content) return content.error();
        if (*reasoning || *content) reply.text_events.push_back({at, !*content});
    }
    if (auto read = read_usage(*root, reply.usage); !read) return read;
    // progress events have outdated numbers; the last timings are those of the request
    if (!root->contains("prompt_progress")) read_timings(*root, data, reply.timings);
    return {};
}

} // namespace detail

MOEBENCH_DECL Result<void> decode_chat_stream(const detail::SseParser& events, ChatReply& reply) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events.data(i) == "[DONE]") {
            detail::fill_cached_tokens(reply);
            return {};
        }
        if (auto read = detail::read_event(events.data(i), events.at(i), reply); !read) return read;
    }
    return fail(Errc::stream_truncated, "the event stream ended without [DONE] after " +
                                            std::to_string(events.size()) + " events");
}

MOEBENCH_DECL std::string server_message(std::string_view body) {
    constexpr std::size_t longest = 300; // bytes; it is one line for people
    std::string text(body.substr(0, longest));
    if (auto parsed = parse_json(body, ""); parsed && parsed->is_object()) {
        const auto& root = parsed->get_object();
        if (const auto* error = json_object(root, "error")) {
            if (auto message = json_string(*error, "message")) text = *message;
            if (auto type = json_string(*error, "type")) text += " (" + *type + ")";
        } else if (auto plain = json_string(root, "error")) {
            text = *plain;
        }
    }
    if (text.size() > longest) text = text.substr(0, longest) + "...";
    for (char& c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = ' '; // one line, and no terminal escapes
    }
    return text.empty() ? "empty body" : text;
}

} // namespace moebench
