// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/chat.hpp>
#include <moebench/task.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>

namespace moebench {

/// What a suite sees of the pass so far: how many requests were sent, and the last reply.
class History {
public:
    /// Finished requests of this pass, failed ones included.
    std::size_t size() const noexcept { return size_; }
    /// Whether no request of this pass was sent yet.
    bool empty() const noexcept { return size_ == 0; }

    /// The last reply, good or failed; null before the first. Valid until the next request.
    const ChatReply* last() const noexcept { return last_; }

    /// For the runner: counts one more request. `reply` must stay valid until the next call.
    void append(const ChatReply& reply) noexcept {
        last_ = &reply;
        ++size_;
    }

private:
    std::size_t size_ = 0;
    const ChatReply* last_ = nullptr;
};

/// Decides what to ask next. `next` is called before every request and returns nothing when the
/// pass is over. The runner does the pacing, timing and repeating. Time spent in a suite is never
/// part of a latency.
template <class S>
concept Suite = requires(S& suite, const History& history) {
    { suite.name() } -> std::convertible_to<std::string_view>;
    { suite.next(history) } -> std::same_as<Task<std::optional<ChatRequest>>>;
};

/// A suite that can start over: the runner can warm up with it and repeat it.
template <class S>
concept RewindableSuite = Suite<S> && requires(S& suite) {
    { suite.rewind() } -> std::same_as<void>;
};

/// A suite whose pass is one unit, such as a conversation: it is repeated and warmed up by count
/// only, never by time.
template <class S>
concept SinglePassSuite = Suite<S> && S::single_pass;

/// A suite with work to do before anything is timed, such as calibrating its prompts.
template <class S>
concept PreparableSuite = Suite<S> && requires(S& suite) {
    { suite.prepare() } -> std::same_as<Task<void>>;
};

/// A suite with a separate request for the warm-up, because its own prompts must not be in the
/// server's cache yet.
template <class S>
concept WarmableSuite = Suite<S> && requires(S& suite) {
    { suite.warmup_request() } -> std::same_as<Task<ChatRequest>>;
};

/// A suite that adds its own numbers to the summary; asked after the last request.
template <class S>
concept SummarizingSuite = Suite<S> && requires(const S& suite) {
    { suite.facts() } -> std::same_as<Facts>;
};

} // namespace moebench
