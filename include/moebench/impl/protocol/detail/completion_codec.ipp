// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/detail/completion_codec.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <boost/json/value.hpp>

#include <cmath>

namespace moebench::detail {

inline Failure completion_field(const std::string& what) {
    return fail(Errc::missing_field, "POST /completion: " + what);
}

inline Result<TokenLogprob> read_candidate(const boost::json::value& value) {
    const auto* object = value.if_object();
    const auto id = object == nullptr ? std::nullopt : json_integer(*object, "id");
    if (!id) return completion_field("a token of 'top_logprobs' has no id");
    const auto* logprob = object->if_contains("logprob");
    if (logprob == nullptr || !(logprob->is_number() || logprob->is_null())) {
        return completion_field("a token of 'top_logprobs' has no 'logprob'");
    }
    TokenLogprob candidate;
    candidate.token = *id;
    candidate.text = json_string(*object, "token").value_or("");
    candidate.logprob = json_double(*object, "logprob");
    if (candidate.logprob && !std::isfinite(*candidate.logprob))
        candidate.logprob.reset(); // such as 1e999
    return candidate;
}

inline Result<void> read_all_candidates(const boost::json::object& root, CompletionReply& reply) {
    const auto* places = root.if_contains("completion_probabilities");
    if (places == nullptr || !places->is_array()) {
        return completion_field("no array 'completion_probabilities'");
    }
    for (const auto& place : places->get_array()) {
        auto token = read_generated_token(place);
        if (!token) return token.error();
        reply.candidates.push_back(std::move(token->top));
    }
    return {};
}

inline Result<void> read_token_ids(const boost::json::object& root, CompletionReply& reply) {
    const auto* tokens = root.if_contains("tokens");
    if (tokens == nullptr || !tokens->is_array()) return completion_field("no array 'tokens'");
    for (const auto& token : tokens->get_array()) {
        if (!token.is_int64()) return completion_field("'tokens' are not ids");
        reply.tokens.push_back(token.get_int64());
    }
    // a server that does not know return_tokens gives an empty list
    if (reply.tokens.empty() && !reply.text.empty()) {
        return completion_field("text, but no 'tokens'");
    }
    return {};
}

MOEBENCH_DECL Result<GeneratedToken> read_generated_token(const boost::json::value& value) {
    const auto* object = value.if_object();
    const auto* top = object == nullptr ? nullptr : object->if_contains("top_logprobs");
    if (top == nullptr || !top->is_array()) {
        return completion_field("no array 'top_logprobs' in 'completion_probabilities'; is the "
                                "server older than 2025?");
    }
    const auto id = json_integer(*object, "id");
    if (!id) return completion_field("a token of the reply has no id");
    GeneratedToken token;
    token.token = *id;
    for (const auto& each : top->get_array()) {
        auto candidate = read_candidate(each);
        if (!candidate) return candidate.error();
        token.top.push_back(std::move(*candidate));
    }
    return token;
}

MOEBENCH_DECL std::string encode_completion_request(const CompletionRequest& request) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().key("prompt").begin_array();
    for (const auto id : request.prompt_ids) json.value(id);
    json.end_array().member("n_predict", request.n_predict);
    json.member("n_probs", request.n_probs).member("temperature", 0);
    json.member("cache_prompt", request.cache_prompt).member("return_tokens", true);
    if (request.ignore_eos) json.member("ignore_eos", true);
    json.member("id_slot", 0).member("stream", false).end_object();
    return body;
}

MOEBENCH_DECL Result<CompletionReply> parse_completion_reply(std::string_view body,
                                                             const CompletionRequest& request) {
    auto parsed = parse_json(body, "POST /completion");
    if (!parsed) return parsed.error();
    const auto* root = parsed->if_object();
    auto text = root == nullptr ? std::nullopt : json_string(*root, "content");
    if (!text) return completion_field("no 'content'");
    CompletionReply reply;
    reply.text = std::move(*text);
    if (const auto* timings = json_object(*root, "timings")) {
        reply.prompt_n = json_integer(*timings, "prompt_n");
    }
    if (auto read = read_token_ids(*root, reply); !read) return read.error();
    if (request.n_probs == 0) return reply;
    if (auto read = read_all_candidates(*root, reply); !read) return read.error();
    return reply;
}

} // namespace moebench::detail
