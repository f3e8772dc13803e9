// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/chat.hpp>
#include <moebench/task.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>

namespace moebench {

/// What a suite sees of the pass so far: how many requests were sent, and the last one's reply.
class History {
public:
    /// Requests of this pass that are over, failed ones among them.
    std::size_t size() const noexcept { return size_; }
    /// No request of this pass was sent yet.
    bool empty() const noexcept { return size_ == 0; }

    /// The last reply, good or failed; null before the first. Valid until the next request.
    const ChatReply* last() const noexcept { return last_; }

    /// For the runner: one more request was sent. `reply` stays where it is until the next.
    void append(const ChatReply& reply) noexcept {
        last_ = &reply;
        ++size_;
    }

private:
    std::size_t size_ = 0;
    const ChatReply* last_ = nullptr;
};

/// Something that knows what to ask next. `next` is called once before every request and gives
/// nothing when a pass is over; pacing, timing and repeating belong to the runner. Time spent in a
/// suite is never inside a latency.
template <class S>
concept Suite = requires(S& suite, const History& history) {
    { suite.name() } -> std::convertible_to<std::string_view>;
    { suite.next(history) } -> std::same_as<Task<std::optional<ChatRequest>>>;
};

/// A suite that can start over: the runner warms up with it and repeats it.
template <class S>
concept RewindableSuite = Suite<S> && requires(S& suite) {
    { suite.rewind() } -> std::same_as<void>;
};

/// A suite whose pass is a whole (a conversation): it is repeated by count only, never by time, and
/// not warmed up by time.
template <class S>
concept SinglePassSuite = Suite<S> && S::single_pass;

/// A suite with work to do before anything is timed (calibrating its prompts).
template <class S>
concept PreparableSuite = Suite<S> && requires(S& suite) {
    { suite.prepare() } -> std::same_as<Task<void>>;
};

/// A suite whose own prompts must not warm the server up (they would be found in its cache): it
/// names another.
template <class S>
concept WarmableSuite = Suite<S> && requires(S& suite) {
    { suite.warmup_request() } -> std::same_as<Task<ChatRequest>>;
};

/// A suite with numbers of its own for the summary, asked for after the last request.
template <class S>
concept SummarizingSuite = Suite<S> && requires(const S& suite) {
    { suite.facts() } -> std::same_as<Facts>;
};

} // namespace moebench
