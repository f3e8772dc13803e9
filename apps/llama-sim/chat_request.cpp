// SPDX-License-Identifier: MIT
#include "chat_request.hpp"

#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <boost/json/value.hpp>

#include <limits>
#include <stdexcept>

namespace llama_sim {

namespace {

namespace json = boost::json;

[[noreturn]] void refuse(const std::string& message) { throw std::runtime_error(message); }

json::object parse_object(std::string_view body) {
    auto parsed = moebench::parse_json(body, "parse error");
    if (!parsed) refuse(parsed.error().message());
    if (!parsed->is_object()) refuse("Request body must be a JSON object");
    return std::move(parsed->get_object());
}

/// Null if the member is absent or null.
const json::value* member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<bool> boolean(const json::object& object, std::string_view name) {
    const auto* value = member(object, name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_bool()) refuse("Field '" + std::string(name) + "': Expected a boolean");
    return value->get_bool();
}

std::string content_of(const json::object& message, const std::string& role) {
    const auto* content = member(message, "content");
    if (content == nullptr) {
        if (role == "assistant") return "";
        refuse("All non-assistant messages must contain 'content'");
    }
    if (content->is_string()) return std::string(content->get_string());
    if (!content->is_array()) refuse("Expected 'content' to be a string or an array");
    std::string text;
    for (const auto& part : content->get_array()) {
        const auto* object = part.if_object();
        const auto words =
            object == nullptr ? std::nullopt : moebench::json_string(*object, "text");
        if (!words) refuse("unsupported content[].type");
        text += *words;
    }
    return text;
}

std::string templated_prompt(const json::object& root) {
    const auto* messages = member(root, "messages");
    if (messages == nullptr) refuse("'messages' is required");
    if (!messages->is_array()) refuse("Expected 'messages' to be an array");
    std::string prompt;
    for (const auto& value : messages->get_array()) {
        const auto* message = value.if_object();
        if (message == nullptr) refuse("Expected 'message' to be an object");
        const auto role = moebench::json_string(*message, "role");
        if (!role) refuse("Missing 'role' in message");
        prompt += "<|im_start|>" + *role + "\n" + content_of(*message, *role) + "<|im_end|>\n";
    }
    return prompt + "<|im_start|>assistant\n";
}

std::int64_t max_tokens_of(const json::object& root) {
    for (const auto* name : {"n_predict", "max_completion_tokens", "max_tokens"}) {
        if (member(root, name) == nullptr) continue;
        const auto number = moebench::json_integer(root, name);
        const std::string field = "Field '" + std::string(name) + "': ";
        if (!number) refuse(field + "Expected an integer");
        if (*number < -1 || *number > std::numeric_limits<std::int32_t>::max()) {
            refuse(field + "Value must be between -1 <= value <= 2147483647, but got " +
                   std::to_string(*number));
        }
        return *number == 0 ? 1 : *number; // llama-server generates one token for 0
    }
    return -1;
}

std::vector<Token> tokens_of_part(const json::value& part, Specials specials) {
    if (part.is_string()) return tokenize(part.get_string(), specials);
    const auto* id = part.if_int64();
    if (id == nullptr || *id < 0 || *id > std::numeric_limits<Token>::max()) {
        refuse("Prompt contains invalid tokens");
    }
    return {static_cast<Token>(*id)};
}

/// `content`: a text, or a list of ids and texts.
std::vector<Token> tokens_of(const json::value& content, Specials specials) {
    if (!content.is_array()) return tokens_of_part(content, specials);
    std::vector<Token> all;
    for (const auto& part : content.get_array()) {
        const auto tokens = tokens_of_part(part, specials);
        all.insert(all.end(), tokens.begin(), tokens.end());
    }
    return all;
}

std::size_t count_of(const json::object& root, const std::string& name) {
    if (member(root, name) == nullptr) return 0;
    const auto number = moebench::json_integer(root, name);
    if (!number || *number < 0) refuse("Field '" + name + "': Expected an integer of at least 0");
    return static_cast<std::size_t>(*number);
}

} // namespace

ChatRequest parse_chat_request(std::string_view body) {
    const json::object root = parse_object(body);
    ChatRequest request;
    request.prompt = templated_prompt(root);
    request.max_tokens = max_tokens_of(root);
    request.stream = boolean(root, "stream").value_or(false);
    request.cache_prompt = boolean(root, "cache_prompt");
    request.ignore_eos = boolean(root, "ignore_eos").value_or(false);
    if (boolean(root, "logprobs").value_or(false)) {
        request.top_logprobs = count_of(root, "top_logprobs");
    }
    if (const auto* options = moebench::json_object(root, "stream_options")) {
        request.include_usage = boolean(*options, "include_usage").value_or(false);
    }
    return request;
}

CompletionRequest parse_completion_request(std::string_view body) {
    const json::object root = parse_object(body);
    const auto* prompt = member(root, "prompt");
    if (prompt == nullptr) refuse("\"prompt\" is required");
    if (!prompt->is_string() && !prompt->is_array()) {
        refuse("\"prompt\" must be a string or a list of token ids and strings");
    }
    CompletionRequest request;
    request.prompt = tokens_of(*prompt, Specials::parsed);
    if (request.prompt.empty()) refuse("Input prompt is empty");
    request.cache_prompt = boolean(root, "cache_prompt");
    request.stream = boolean(root, "stream").value_or(false);
    request.return_tokens = boolean(root, "return_tokens").value_or(false);
    request.n_predict = max_tokens_of(root);
    request.n_probs = count_of(root, "n_probs");
    return request;
}

std::string tokenize_reply(std::string_view body) {
    const json::object root = parse_object(body);
    const auto* content = member(root, "content");
    if (content == nullptr) return R"({"tokens":[]})";
    if (!content->is_string() && !content->is_array()) {
        refuse("\"content\" must be a string or a list of token ids and strings");
    }
    static_cast<void>(boolean(root, "add_special")); // this vocabulary has no special tokens to add
    const bool parse = boolean(root, "parse_special").value_or(true);
    const bool pieces = boolean(root, "with_pieces").value_or(false);
    std::string list;
    for (const Token token : tokens_of(*content, parse ? Specials::parsed : Specials::as_text)) {
        if (!list.empty()) list += ",";
        const std::string id = std::to_string(token);
        if (!pieces) {
            list += id;
            continue;
        }
        const std::string text = piece(token);
        list += R"({"id":)" + id + R"(,"piece":)" + moebench::json_quoted(text) + "}";
    }
    return R"({"tokens":[)" + list + "]}";
}

std::string detokenize_reply(std::string_view body) {
    const json::object root = parse_object(body);
    std::string text;
    if (const auto* tokens = member(root, "tokens"); tokens != nullptr && tokens->is_array()) {
        for (const auto& value : tokens->get_array()) {
            if (!value.is_int64()) refuse("\"tokens\" must be an array of integers");
            text += piece(static_cast<Token>(value.get_int64()));
        }
    }
    return R"({"content":)" + moebench::json_quoted(text) + "}";
}

} // namespace llama_sim
