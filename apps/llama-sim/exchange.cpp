// SPDX-License-Identifier: MIT
#include "exchange.hpp"

#include <algorithm>
#include <ctime>

namespace llama_sim {

namespace {

/// As in llama-server, generating a single token takes a microsecond, not zero.
constexpr double least_ms = 0.001;

} // namespace

ReplyOptions reply_options(const RequestFaults& faults, std::size_t prompt_tokens) {
    ReplyOptions options;
    options.non_ascii = faults.has("non_ascii");
    options.loop = faults.has("loop") || faults.has("repeat_phrase");
    if (faults.has("reasoning") && faults.has("other_reasoning")) {
        options.other_until = reasoning_tokens;
    }
    if (const auto* drift = faults.find("drift_from")) {
        options.other_from = static_cast<std::size_t>(drift->argument);
    }
    const auto* beyond = faults.find("other_beyond");
    if (beyond != nullptr && static_cast<std::int64_t>(prompt_tokens) >= beyond->argument) {
        options.other_from = 0;
    }
    return options;
}

Exchange::Exchange(Server& server, Wire& wire, RequestFaults faults, std::vector<Token> prompt)
    : server_(server), wire_(wire), faults_(faults), task_(server.tasks++),
      prompt_(std::move(prompt)) {
    outcome_.model = server.options.model_alias();
    outcome_.created = std::time(nullptr);
    outcome_.prompt_tokens = static_cast<std::int64_t>(prompt_.size());
}

Awaitable<bool> Exchange::on_slot(std::optional<bool> reuse) {
    if (const bool got = co_await wait_for_slot(); !got) co_return false;
    if (outcome_.prompt_tokens >= server_.options.slot_context()) {
        co_return co_await refuse_context();
    }
    const auto slot = server_.cache.begin(prompt_, reuse.value_or(server_.options.cache_prompt));
    outcome_.cached_tokens = slot.cached;
    outcome_.slot = static_cast<std::int64_t>(slot.slot);
    server_.log.info(format("slot get_availabl: id %2zu | task %lld | selected slot by %s",
                            slot.slot, static_cast<long long>(task_),
                            slot.by_similarity ? "LCP similarity" : "LRU"));
    slot_start_ = Clock::now();
    const bool kept = co_await evaluate();
    auto held = prompt_;
    const auto evaluated = static_cast<std::ptrdiff_t>(generated_ > 0 ? generated_ - 1 : 0);
    held.insert(held.end(), reply_.tokens.begin(), reply_.tokens.begin() + evaluated);
    server_.cache.end(slot.slot, std::move(held));
    co_return kept;
}

Awaitable<bool> Exchange::refuse_context() {
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

Awaitable<bool> Exchange::wait_for_slot() {
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

std::size_t Exchange::token_limit(std::int64_t wanted) const {
    const auto room = server_.options.slot_context() - outcome_.prompt_tokens;
    return static_cast<std::size_t>(wanted < 0 ? room : std::min(room, wanted));
}

/// The timings are those of the model, without the delay of a busy machine.
Awaitable<bool> Exchange::prefill() {
    const auto tokens = outcome_.prompt_tokens - outcome_.cached_tokens;
    const double seconds = prefill_seconds(server_.cost, tokens) * server_.noise.draw();
    const TimePoint done = slot_start_ + server_.elapsed(seconds);
    if (const bool there = co_await wire_.pause_until(done); !there) co_return false;
    next_token_ = Clock::now();
    outcome_.prompt_ms = server_.elapsed_ms(seconds);
    server_.metrics.prompt_tokens += tokens;
    server_.metrics.cached_tokens += outcome_.cached_tokens;
    server_.metrics.prompt_seconds += outcome_.prompt_ms / 1000;
    co_return true;
}

/// The first token is ready as soon as the prompt is evaluated.
Awaitable<bool> Exchange::wait_for_token(std::size_t index) {
    if (index > 0) {
        const double seconds = decode_seconds(server_.cost) * server_.noise.draw();
        next_token_ += server_.elapsed(seconds);
        if (const bool there = co_await wire_.pause_until(next_token_); !there) co_return false;
        outcome_.predicted_ms += server_.elapsed_ms(seconds);
    }
    generated_ = index + 1;
    co_return true;
}

void Exchange::account() {
    outcome_.completion_tokens = static_cast<std::int64_t>(steps());
    outcome_.predicted_ms = std::max(outcome_.predicted_ms, least_ms);
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

} // namespace llama_sim
