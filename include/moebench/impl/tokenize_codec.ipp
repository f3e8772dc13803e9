// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>
#include <moebench/protocol/tokenize_codec.hpp>

#include <boost/json/value.hpp>

namespace moebench {

MOEBENCH_DECL std::string encode_tokenize_request(std::string_view content) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().member("content", content).member("add_special", false);
    json.member("parse_special", true).end_object();
    return body;
}

MOEBENCH_DECL Result<std::size_t> parse_token_count(std::string_view body) {
    auto parsed = parse_json(body, "POST /tokenize");
    if (!parsed) return parsed.error();
    const auto* root = parsed->if_object();
    const auto* tokens = root != nullptr ? root->if_contains("tokens") : nullptr;
    if (tokens == nullptr || !tokens->is_array()) {
        return fail(Errc::missing_field, "POST /tokenize: no array 'tokens' in the reply");
    }
    return tokens->get_array().size();
}

} // namespace moebench
