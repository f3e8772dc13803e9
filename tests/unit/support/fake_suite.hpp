// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/suite.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <support/fake_clock.hpp>

namespace moebench::test {

/// Asks "prompt 0", "prompt 1" ... `prompts` times, and takes `asking` of virtual time for each.
struct OneWaySuite {
    explicit OneWaySuite(FakeClock clock_, std::size_t prompts_ = 3)
        : clock(std::move(clock_)), prompts(prompts_) {}

    FakeClock clock;
    std::size_t prompts;
    Duration asking{};
    /// Called for request `number` of the pass; may fail or throw.
    std::function<Result<void>(std::size_t number)> on_next;

    std::string_view name() const noexcept { return "fake"; }

    Task<std::optional<ChatRequest>> next(const History& history) {
        const auto number = history.size();
        co_await clock.sleep_for(asking);
        co_await clock.sleep_for(Duration::zero()); // where a cancellation is thrown
        if (on_next) {
            if (auto result = on_next(number); !result) co_return result.error();
        }
        if (number >= prompts) co_return std::nullopt;
        co_return ChatRequest::from_user("prompt " + std::to_string(number));
    }
};
static_assert(Suite<OneWaySuite> && !RewindableSuite<OneWaySuite>);

struct RepeatableSuite : OneWaySuite {
    using OneWaySuite::OneWaySuite;

    int rewinds = 0;

    void rewind() { ++rewinds; }
};
static_assert(RewindableSuite<RepeatableSuite> && !SinglePassSuite<RepeatableSuite>);

struct ConversationSuite : RepeatableSuite {
    using RepeatableSuite::RepeatableSuite;

    static constexpr bool single_pass = true;
};
static_assert(SinglePassSuite<ConversationSuite> && !WarmableSuite<ConversationSuite>);

struct WarmableConversation : ConversationSuite {
    using ConversationSuite::ConversationSuite;

    Task<ChatRequest> warmup_request() { co_return ChatRequest::from_user("warm up"); }
};
static_assert(WarmableSuite<WarmableConversation>);

struct CalibratedSuite : RepeatableSuite {
    using RepeatableSuite::RepeatableSuite;

    Duration preparing{};
    std::function<Result<void>()> on_prepare;

    Task<void> prepare() {
        co_await clock.sleep_for(preparing);
        co_await clock.sleep_for(Duration::zero()); // where a cancellation is thrown
        co_return on_prepare ? on_prepare() : Result<void>();
    }
    Facts facts() const { return {{"fake_tokens", 42}}; }
};
static_assert(PreparableSuite<CalibratedSuite> && SummarizingSuite<CalibratedSuite>);

} // namespace moebench::test
