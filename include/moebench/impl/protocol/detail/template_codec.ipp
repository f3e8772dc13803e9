// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/detail/template_codec.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <boost/json/value.hpp>

namespace moebench::detail {

MOEBENCH_DECL std::string encode_template_request(std::span<const Message> messages) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().key("messages").begin_array();
    for (const auto& message : messages) {
        json.begin_object();
        json.member("role", message.role).member("content", message.content);
        json.end_object();
    }
    json.end_array().end_object();
    return body;
}

MOEBENCH_DECL Result<std::string> parse_templated_prompt(std::string_view body) {
    auto parsed = parse_json(body, "POST /apply-template");
    if (!parsed) return parsed.error();
    const auto* root = parsed->if_object();
    auto prompt = root == nullptr ? std::nullopt : json_string(*root, "prompt");
    if (!prompt) return fail(Errc::missing_field, "POST /apply-template: no prompt in the reply");
    return std::move(*prompt);
}

} // namespace moebench::detail
