// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>
#include <moebench/task.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace moebench::test {

/// Virtual time that moves only when the test moves it. Copies share it.
class FakeClock {
public:
    TimePoint now() const noexcept { return state_->now; }

    asio::awaitable<void> sleep_for(Duration duration) const {
        const auto state = state_; // a cancelled sleeper may outlive its clock
        const TimePoint due = state->now + duration;
        if (due <= state->now) co_return;
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, asio::steady_timer::time_point::max());
        const Sleeper sleeper(*state, due, timer);
        boost::system::error_code woken;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }

    /// Lets time pass; coroutines that sleep until then can run.
    void advance(Duration duration) const {
        state_->now += duration;
        for (const auto* sleeper : state_->sleepers) {
            if (sleeper->due <= state_->now) sleeper->timer.cancel();
        }
    }

    /// Moves to the moment when the next sleeper wakes. False: nobody sleeps.
    bool advance_to_next() const {
        const auto& sleepers = state_->sleepers;
        const auto earliest = [](const auto* a, const auto* b) { return a->due < b->due; };
        const auto next = std::min_element(sleepers.begin(), sleepers.end(), earliest);
        if (next == sleepers.end()) return false;
        advance((*next)->due - state_->now);
        return true;
    }

    std::size_t sleepers() const noexcept { return state_->sleepers.size(); }

private:
    struct Sleeper;

    struct State {
        TimePoint now{std::chrono::hours(1)};
        std::vector<const Sleeper*> sleepers;
    };

    struct Sleeper {
        Sleeper(State& state_, TimePoint due_, asio::steady_timer& timer_)
            : state(state_), due(due_), timer(timer_) {
            state.sleepers.push_back(this);
        }
        Sleeper(const Sleeper&) = delete;
        Sleeper& operator=(const Sleeper&) = delete;
        ~Sleeper() { std::erase(state.sleepers, this); }

        State& state;
        TimePoint due;
        asio::steady_timer& timer;
    };

    std::shared_ptr<State> state_ = std::make_shared<State>();
};
static_assert(SteadyClock<FakeClock>);

} // namespace moebench::test
