// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/detail/chat_parts.hpp>
#include <moebench/protocol/json_reader.hpp>

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace moebench::detail {

MOEBENCH_DECL Failure chat_field(std::string_view name) {
    return fail(Errc::missing_field, "chat reply: " + std::string(name));
}

MOEBENCH_DECL Result<const boost::json::object*> optional_object(const boost::json::object& object,
                                                                 std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return nullptr;
    if (!value->is_object()) return chat_field(std::string(name) + " is not an object");
    return &value->get_object();
}

/// The member if it can be a number of tokens: sums of such numbers do not overflow.
inline std::optional<std::int64_t> token_count(const boost::json::object& object,
                                               std::string_view name) {
    constexpr std::int64_t most = std::int64_t{1} << 48;
    const auto count = json_integer(object, name);
    return count && *count >= 0 && *count <= most ? count : std::nullopt;
}

/// Reads a count. Nothing if the member is absent or null; an error if it is not a whole number.
inline Result<void> read_count(const boost::json::object& object, std::string_view name,
                               std::optional<std::int64_t>& out) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    out = token_count(object, name);
    if (!out) return chat_field(std::string(name) + " is not a count");
    return {};
}

MOEBENCH_DECL Result<void> read_usage(const boost::json::object& root, TokenUsage& usage) {
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

MOEBENCH_DECL void read_timings(const boost::json::object& root, std::string_view json,
                                ServerTimings& timings) {
    const auto* object = json_object(root, "timings");
    if (object == nullptr) return;
    timings.cache_n = token_count(*object, "cache_n");
    timings.prompt_n = token_count(*object, "prompt_n");
    timings.prompt_ms = json_double(*object, "prompt_ms");
    timings.predicted_n = token_count(*object, "predicted_n");
    timings.predicted_ms = json_double(*object, "predicted_ms");
    timings.raw = json_member(json, "timings");
}

MOEBENCH_DECL void complete_counts(ChatReply& reply) {
    auto& usage = reply.usage;
    const auto& timings = reply.timings;
    const bool output = !reply.content.empty() || !reply.reasoning.empty();
    if (usage.prompt_tokens == 0) usage.prompt_tokens.reset();
    if (usage.completion_tokens == 0 && output) usage.completion_tokens.reset();
    if (usage.total_tokens == 0) usage.total_tokens.reset();
    if (!usage.cached_tokens) usage.cached_tokens = timings.cache_n;
    if (!usage.completion_tokens) usage.completion_tokens = timings.predicted_n;
    if (!usage.prompt_tokens && timings.prompt_n) {
        usage.prompt_tokens = *timings.prompt_n + timings.cache_n.value_or(0);
    }
    if (!usage.total_tokens && usage.prompt_tokens && usage.completion_tokens) {
        usage.total_tokens = *usage.prompt_tokens + *usage.completion_tokens;
    }
}

MOEBENCH_DECL Result<const boost::json::object*> first_choice(const boost::json::object& root) {
    const auto* choices = root.if_contains("choices");
    if (choices == nullptr || choices->is_null()) return nullptr;
    if (!choices->is_array()) return chat_field("choices is not an array");
    for (const auto& choice : choices->get_array()) {
        if (!choice.is_object()) return chat_field("choices[0] is not an object");
        if (json_integer(choice.get_object(), "index").value_or(0) == 0) {
            return &choice.get_object();
        }
    }
    return nullptr;
}

/// Appends text: a string, or parts of content. Null and absent add nothing.
inline Result<void> append_text(const boost::json::value* value, std::string_view name,
                                std::string& out) {
    if (value == nullptr || value->is_null()) return {};
    if (const auto* text = value->if_string()) {
        out.append(text->data(), text->size());
        return {};
    }
    if (!value->is_array()) return chat_field(std::string(name) + " is not a string");
    for (const auto& part : value->get_array()) {
        const auto* object = part.if_object();
        if (object == nullptr) return chat_field(std::string(name) + " has a part without a type");
        const auto* text = object->if_contains("text");
        if (text != nullptr && !text->is_string()) return chat_field(std::string(name) + ".text");
        if (auto added = append_text(text, name, out); !added) return added;
    }
    return {};
}

MOEBENCH_DECL Result<ChatOutput> read_output(const boost::json::object& message) {
    ChatOutput output;
    const auto* content = message.if_contains("content");
    if (auto read = append_text(content, "content", output.content); !read) return read.error();
    // one name each by llama-server and DeepSeek, vLLM and OpenRouter, Ollama; some send two of
    // them with the same text
    for (const char* name : {"reasoning_content", "reasoning", "thinking"}) {
        std::string text;
        if (auto read = append_text(message.if_contains(name), name, text); !read) {
            return read.error();
        }
        if (text != output.reasoning) output.reasoning += text;
    }
    const auto* calls = message.if_contains("tool_calls");
    if (calls == nullptr || !calls->is_array()) return output;
    for (const auto& call : calls->get_array()) {
        const auto* object = call.if_object();
        const auto* function = object == nullptr ? nullptr : json_object(*object, "function");
        if (function == nullptr) continue;
        output.tool_calls += json_string(*function, "name").value_or("");
        output.tool_calls += json_string(*function, "arguments").value_or("");
    }
    return output;
}

} // namespace moebench::detail
