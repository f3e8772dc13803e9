// SPDX-License-Identifier: MIT
#include "chat.hpp"
#include "token_list.hpp"

#include <algorithm>
#include <csignal>

#include <unistd.h>

namespace llama_sim {

namespace {

/// The token at which faults without a token of their own strike.
constexpr std::size_t stale_from = 8;

} // namespace

ChatExchange::ChatExchange(Server& server, Wire& wire, ChatRequest request)
    : Exchange(server, wire, {server.options.faults, ++server.chat_requests},
               tokenize(request.prompt)),
      request_(std::move(request)) {
    outcome_.id = format("chatcmpl-sim%029lld", static_cast<long long>(server.chat_requests));
}

Awaitable<bool> ChatExchange::run() {
    struct Refusal {
        const char* fault;
        unsigned status;
        const char* message;
        const char* type;
    };
    for (const auto& [fault, status, message, type] :
         {Refusal{"http_500", 500, "Compute error.", "server_error"},
          Refusal{"http_503", 503, "Simulated overload", "unavailable_error"},
          Refusal{"http_400", 400, "Simulated bad request", "invalid_request_error"}}) {
        if (!faults_.has(fault)) continue;
        const std::string body = error_body(status, message, type);
        co_return co_await wire_.reply_json(status, body);
    }
    co_return co_await on_slot(request_.cache_prompt);
}

void ChatExchange::prepare_reply() {
    ReplyOptions options = reply_options(faults_, prompt_.size());
    options.limit = faults_.has("one_token") ? 1 : token_limit(request_.max_tokens);
    options.to_the_limit = request_.ignore_eos;
    if (faults_.has_nth("stale_experts")) {
        options.other_from = std::min(options.other_from, stale_from);
    }
    reply_ = make_reply(prompt_, options);
    options_ = options;
    if (faults_.has_nth("empty_reply")) reply_ = {{}, true};
    if (reply_.complete) outcome_.finish_reason = "stop";
}

Awaitable<bool> ChatExchange::evaluate() {
    prepare_reply();
    if (const auto* slow = faults_.find("slow_header")) wire_.slow_header_ms = slow->argument;
    wire_.split_chunks = faults_.has("split_events");
    if (faults_.has("header_flood")) co_return co_await flood_header();
    const bool sent = request_.stream ? co_await send_stream() : co_await send_plain();
    if (!sent) {
        server_.log.warning(format("srv          stop: cancel task, id_task = %lld",
                                   static_cast<long long>(task_)));
    }
    co_return sent && !faults_.has("close_keepalive");
}

std::string ChatExchange::tokens() const {
    if (request_.top_logprobs == 0) return "";
    NextOptions options;
    options.reply = options_;
    options.reply.limit = reply_.tokens.size();
    options.top = request_.top_logprobs;
    options.noise = noise(faults_);
    auto list = next_tokens(prompt_, options);
    if (reply_.complete) {
        auto ids = prompt_;
        ids.insert(ids.end(), reply_.tokens.begin(), reply_.tokens.end());
        list.push_back(end_of_turn(ids, options));
    }
    return token_list(list, faults_.has("nan_logprobs"));
}

bool ChatExchange::strikes_halfway() const {
    for (const auto* name : {"die", "exit", "reset", "stall", "truncated_body"}) {
        if (faults_.has(name)) return true;
    }
    return false;
}

/// The faults that strike in the middle of a reply.
Awaitable<bool> ChatExchange::strike() {
    if (faults_.has("die")) ::kill(::getpid(), SIGKILL);
    if (const auto* fault = faults_.find("exit")) ::_exit(static_cast<int>(fault->argument));
    if (faults_.has("reset")) wire_.reset();
    if (faults_.has("stall")) co_await wire_.wait_for_close();
    co_return false;
}

std::string ChatExchange::content_type(const char* right) const {
    return faults_.has("wrong_content_type") ? "text/html" : right;
}

Awaitable<bool> ChatExchange::send_plain() {
    if (faults_.has("endless_stream")) co_return co_await flood_text();
    if (const bool there = co_await prefill(); !there) co_return false;
    for (std::size_t i = 0; i < steps(); ++i) {
        if (const bool there = co_await wait_for_token(i); !there) co_return false;
    }
    account();
    std::string content = detokenize(reply_.tokens);
    std::string reasoning;
    if (faults_.has("reasoning")) {
        const auto end = std::min(reasoning_tokens, reply_.tokens.size());
        reasoning = detokenize(
            {reply_.tokens.begin(), reply_.tokens.begin() + static_cast<std::ptrdiff_t>(end)});
        content.erase(0, reasoning.size());
    }
    content.resize(content.size() - incomplete_tail(content));
    if (const auto* huge = faults_.find("huge_reply")) {
        content.insert(0, static_cast<std::size_t>(huge->argument), 'x');
    }
    std::string body = chat_body(outcome_, content, reasoning, tokens(), faults_);
    if (faults_.has("malformed_json")) body.resize(body.size() / 2);
    if (faults_.has("empty_body")) body.clear();
    const std::string type = content_type("application/json; charset=utf-8");
    if (const bool sent = co_await wire_.begin_reply(200, type, body.size()); !sent)
        co_return false;
    if (strikes_halfway()) {
        body.resize(body.size() / 2);
        if (const bool sent = co_await wire_.send(body); !sent) co_return false;
        co_return co_await strike();
    }
    co_return co_await wire_.send(body);
}

} // namespace llama_sim
