// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/detail/tokenize_codec.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <boost/json/value.hpp>

namespace moebench::detail {

inline std::string tokenize_request(std::string_view content, const char* add_special) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().member("content", content).key("add_special").raw(add_special);
    json.member("parse_special", true).end_object();
    return body;
}

/// The array `tokens`; null if the reply has none.
inline const boost::json::array* token_list(const boost::json::value& reply) {
    const auto* root = reply.if_object();
    const auto* tokens = root != nullptr ? root->if_contains("tokens") : nullptr;
    return tokens != nullptr ? tokens->if_array() : nullptr;
}

inline Failure no_token_list() {
    return fail(Errc::missing_field, "POST /tokenize: no array 'tokens' in the reply");
}

MOEBENCH_DECL std::string encode_tokenize_request(std::string_view content) {
    return tokenize_request(content, "false");
}

MOEBENCH_DECL Result<std::size_t> parse_token_count(std::string_view body) {
    auto parsed = parse_json(body, "POST /tokenize");
    if (!parsed) return parsed.error();
    const auto* tokens = token_list(*parsed);
    if (tokens == nullptr) return no_token_list();
    return tokens->size();
}

MOEBENCH_DECL std::string encode_prompt_tokenize_request(std::string_view prompt) {
    return tokenize_request(prompt, "true");
}

MOEBENCH_DECL Result<std::vector<std::int64_t>> parse_token_ids(std::string_view body) {
    auto parsed = parse_json(body, "POST /tokenize");
    if (!parsed) return parsed.error();
    const auto* tokens = token_list(*parsed);
    if (tokens == nullptr) return no_token_list();
    std::vector<std::int64_t> ids;
    for (const auto& token : *tokens) {
        if (!token.is_int64()) {
            return fail(Errc::missing_field, "POST /tokenize: 'tokens' are not ids");
        }
        ids.push_back(token.get_int64());
    }
    return ids;
}

} // namespace moebench::detail
