// SPDX-License-Identifier: MIT
#include "chat.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>

#include <unistd.h>

namespace llama_sim {

namespace {

double milliseconds(Clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

} // namespace

ChatExchange::ChatExchange(Server& server, Wire& wire, ChatRequest request)
    : server_(server), wire_(wire), request_(std::move(request)),
      faults_(server.options.faults, ++server.chat_requests), task_(server.tasks++),
      prompt_(tokenize(request_.prompt)) {
    outcome_.id = format("chatcmpl-sim%029lld", static_cast<long long>(server.chat_requests));
    outcome_.model = server.options.model_alias();
    outcome_.created = std::time(nullptr);
    outcome_.prompt_tokens = static_cast<std::int64_t>(prompt_.size());
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
    if (const bool got = co_await wait_for_slot(); !got) co_return false;
    const auto context = server_.options.slot_context();
    if (outcome_.prompt_tokens >= context) co_return co_await refuse_context();

    const bool reuse = request_.cache_prompt.value_or(server_.options.cache_prompt);
    const auto slot = server_.cache.begin(prompt_, reuse);
    outcome_.cached_tokens = slot.cached;
    server_.log.info(format("slot get_availabl: id %2zu | task %lld | selected slot by %s",
                            slot.slot, static_cast<long long>(task_),
                            slot.by_similarity ? "LCP similarity" : "LRU"));
    const bool kept = co_await evaluate();
    auto held = prompt_;
    const auto evaluated = static_cast<std::ptrdiff_t>(generated_ > 0 ? generated_ - 1 : 0);
    held.insert(held.end(), reply_.tokens.begin(), reply_.tokens.begin() + evaluated);
    server_.cache.end(slot.slot, std::move(held));
    co_return kept;
}

Awaitable<bool> ChatExchange::refuse_context() {
    const auto context = server_.options.slot_context();
    const auto tokens = std::to_string(outcome_.prompt_tokens);
    const std::string message = "request (" + tokens +
                                " tokens) exceeds the available context size (" +
                                std::to_string(context) + " tokens), try increasing it";
    const std::string more =
        R"(,"n_prompt_tokens":)" + tokens + R"(,"n_ctx":)" + std::to_string(context);
    const std::string body = error_body(400, message, "exceed_context_size_error", more);
    co_return co_await wire_.reply_json(400, body);
}

Awaitable<bool> ChatExchange::wait_for_slot() {
    auto& deferred = server_.deferred;
    deferred.push_back(task_);
    bool there = true;
    while (there && (deferred.front() != task_ || server_.cache.all_busy())) {
        const TimePoint look = Clock::now() + std::chrono::milliseconds(2);
        there = co_await wire_.pause_until(look);
    }
    std::erase(deferred, task_);
    co_return there;
}

void ChatExchange::prepare_reply() {
    const auto room = server_.options.slot_context() - outcome_.prompt_tokens;
    auto limit = request_.max_tokens < 0 ? room : std::min(room, request_.max_tokens);
    if (faults_.has("one_token")) limit = 1;
    ReplyOptions options;
    options.limit = static_cast<std::size_t>(limit);
    options.to_the_limit = request_.ignore_eos;
    options.non_ascii = faults_.has("non_ascii");
    options.loop = faults_.has("loop");
    reply_ = make_reply(prompt_, options);
    if (reply_.complete) outcome_.finish_reason = "stop";
}

Awaitable<bool> ChatExchange::evaluate() {
    slot_start_ = Clock::now();
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

Awaitable<bool> ChatExchange::prefill() {
    const auto tokens = outcome_.prompt_tokens - outcome_.cached_tokens;
    const double seconds = prefill_seconds(server_.cost, tokens) * server_.noise.draw();
    const TimePoint done = slot_start_ + server_.elapsed(seconds);
    if (const bool there = co_await wire_.pause_until(done); !there) co_return false;
    first_token_ = next_token_ = Clock::now();
    outcome_.prompt_ms = milliseconds(first_token_ - slot_start_);
    server_.metrics.prompt_tokens += tokens;
    server_.metrics.cached_tokens += outcome_.cached_tokens;
    server_.metrics.prompt_seconds += outcome_.prompt_ms / 1000;
    co_return true;
}

/// The first token is there when the prompt is.
Awaitable<bool> ChatExchange::wait_for_token(std::size_t index) {
    if (index > 0) {
        const double seconds = decode_seconds(server_.cost) * server_.noise.draw();
        next_token_ += server_.elapsed(seconds);
        if (const bool there = co_await wire_.pause_until(next_token_); !there) co_return false;
    }
    generated_ = index + 1;
    co_return true;
}

/// Numbers of the finished generation; the end-of-turn token counts too.
void ChatExchange::account() {
    outcome_.completion_tokens =
        static_cast<std::int64_t>(reply_.tokens.size()) + (reply_.complete ? 1 : 0);
    outcome_.predicted_ms = milliseconds(Clock::now() - first_token_);
    auto& metrics = server_.metrics;
    metrics.predicted_tokens += outcome_.completion_tokens;
    metrics.predicted_seconds += outcome_.predicted_ms / 1000;
    metrics.decode_calls += outcome_.completion_tokens;
    metrics.longest_sequence =
        std::max(metrics.longest_sequence, outcome_.prompt_tokens + outcome_.completion_tokens - 1);
    const auto line = [&](const char* name, double ms, std::int64_t tokens, std::int64_t steps) {
        const auto n = static_cast<double>(std::max<std::int64_t>(steps, 1));
        server_.log.info(
            format("slot print_timing: id  0 | task %lld | %s time = %10.2f ms / %5lld "
                   "tokens (%8.2f ms per token, %8.2f tokens per second)",
                   static_cast<long long>(task_), name, ms, static_cast<long long>(tokens), ms / n,
                   ms > 0 ? n * 1000 / ms : 0));
    };
    const auto prompt_n = outcome_.prompt_tokens - outcome_.cached_tokens;
    line("prompt eval", outcome_.prompt_ms, prompt_n, prompt_n);
    line("       eval", outcome_.predicted_ms, outcome_.completion_tokens,
         outcome_.completion_tokens - 1);
}

bool ChatExchange::strikes_halfway() const {
    for (const auto* name : {"die", "exit", "reset", "stall", "truncated_body"}) {
        if (faults_.has(name)) return true;
    }
    return false;
}

/// What happens in the middle of a reply that is not to end well.
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
    for (std::size_t i = 0; i < reply_.tokens.size(); ++i) {
        if (const bool there = co_await wait_for_token(i); !there) co_return false;
    }
    account();
    const auto middle =
        reply_.tokens.begin() + static_cast<std::ptrdiff_t>(reply_.tokens.size() / 2);
    std::string content = detokenize(reply_.tokens);
    std::string reasoning;
    if (faults_.has("reasoning")) {
        reasoning = detokenize({reply_.tokens.begin(), middle});
        content.erase(0, reasoning.size());
    }
    content.resize(content.size() - incomplete_tail(content));
    if (const auto* huge = faults_.find("huge_reply")) {
        content.insert(0, static_cast<std::size_t>(huge->argument), 'x');
    }
    std::string body = chat_body(outcome_, content, reasoning, faults_);
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
