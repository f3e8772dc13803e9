// SPDX-License-Identifier: MIT
#include "completion.hpp"
#include "token_list.hpp"

#include <moebench/protocol/json_writer.hpp>

#include <algorithm>

namespace llama_sim {

using moebench::JsonWriter;

CompletionExchange::CompletionExchange(Server& server, Wire& wire, CompletionRequest request)
    : Exchange(server, wire, {server.options.faults, ++server.completion_requests}, request.prompt),
      request_(std::move(request)) {}

void CompletionExchange::predict() {
    NextOptions options;
    options.reply = reply_options(faults_, prompt_.size());
    options.reply.limit = token_limit(request_.n_predict);
    options.top = std::max<std::size_t>(request_.n_probs, 1);
    options.stale = faults_.has_nth("stale_experts");
    options.noise = noise(faults_);
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
    if (request_.n_probs > 0)
        text += R"(,"completion_probabilities":)" + token_list(next_, broken());
    return text + "}";
}

} // namespace llama_sim
