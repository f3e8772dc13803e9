// SPDX-License-Identifier: MIT
#include "completion.hpp"

#include <moebench/protocol/json_writer.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace llama_sim {

namespace {

using moebench::JsonWriter;

/// As in llama-server, the text of a token leaves out an incomplete character.
void write_chance(JsonWriter& json, const Chance& chance, bool broken) {
    const std::string bytes = piece(chance.token);
    json.member("id", chance.token)
        .member("token", std::string_view(bytes).substr(0, bytes.size() - incomplete_tail(bytes)));
    json.key("bytes").begin_array();
    for (const char byte : bytes) json.value(static_cast<int>(static_cast<unsigned char>(byte)));
    json.end_array();
    // NaN is null in JSON
    json.member("logprob",
                broken ? std::numeric_limits<double>::quiet_NaN() : std::log(chance.probability));
}

} // namespace

CompletionExchange::CompletionExchange(Server& server, Wire& wire, CompletionRequest request)
    : Exchange(server, wire, {server.options.faults, ++server.completion_requests}, request.prompt),
      request_(std::move(request)) {}

void CompletionExchange::predict() {
    NextOptions options;
    options.reply = reply_options(faults_);
    options.reply.limit = token_limit(request_.n_predict);
    options.top = std::max<std::size_t>(request_.n_probs, 1);
    options.stale = faults_.has_nth("stale_experts");
    next_ = next_tokens(prompt_, options);
    for (const auto& next : next_) reply_.tokens.push_back(next.token);
}

Awaitable<bool> CompletionExchange::evaluate() {
    predict();
    if (const bool there = co_await prefill(); !there) co_return false;
    for (std::size_t i = 0; i < steps(); ++i) {
        if (const bool there = co_await wait_for_token(i); !there) co_return false;
    }
    account();
    const std::string text = body();
    co_return co_await wire_.reply_json(200, text);
}

bool CompletionExchange::broken() const {
    if (faults_.has("nan_logprobs")) return true;
    const auto* prefill = faults_.find("nan_prefill");
    const auto prompt_n = outcome_.prompt_tokens - outcome_.cached_tokens;
    return prefill != nullptr && prompt_n >= prefill->argument;
}

std::string CompletionExchange::body() const {
    std::string content = detokenize(reply_.tokens);
    content.resize(content.size() - incomplete_tail(content));
    std::string text;
    JsonWriter json(text);
    json.begin_object().member("index", 0).member("content", content).key("tokens").begin_array();
    if (request_.return_tokens) {
        for (const Token token : reply_.tokens) json.value(token);
    }
    json.end_array()
        .member("id_slot", outcome_.slot)
        .member("stop", true)
        .member("model", outcome_.model)
        .member("tokens_predicted", outcome_.completion_tokens)
        .member("tokens_evaluated", outcome_.prompt_tokens)
        .member("has_new_line", content.find('\n') != std::string::npos)
        .member("truncated", false)
        .member("stop_type", "limit")
        .member("stopping_word", "")
        .member("tokens_cached", outcome_.prompt_tokens + outcome_.completion_tokens - 1)
        .end_object();
    text.pop_back();
    text += timings_member(outcome_, faults_);
    if (request_.n_probs > 0) text += R"(,"completion_probabilities":)" + probabilities();
    return text + "}";
}

std::string CompletionExchange::probabilities() const {
    std::string text;
    JsonWriter json(text);
    json.begin_array();
    for (const auto& next : next_) {
        json.begin_object();
        write_chance(json, next.top.front(), broken());
        json.key("top_logprobs").begin_array();
        for (const auto& chance : next.top) {
            json.begin_object();
            write_chance(json, chance, broken());
            json.end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
    return text;
}

} // namespace llama_sim
