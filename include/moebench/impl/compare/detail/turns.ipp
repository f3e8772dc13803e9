// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/turns.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace moebench::detail {

MOEBENCH_DECL Turns::Turns(asio::any_io_executor executor, std::size_t runs)
    : changed_(std::move(executor), asio::steady_timer::time_point::max()),
      states_(runs, State::loading), turns_(runs) {}

/// The timer never expires: a change cancels it, and so does the cancellation of the task.
MOEBENCH_DECL Task<void> Turns::wait_for(std::function<bool()> condition) {
    while (!condition()) {
        boost::system::error_code cancelled;
        co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            co_return fail(asio::error::operation_aborted, "");
        }
    }
    co_return Result<void>();
}

MOEBENCH_DECL bool Turns::none_is(State state, std::size_t runs) const {
    return std::none_of(states_.begin(), states_.begin() + static_cast<std::ptrdiff_t>(runs),
                        [state](State each) { return each == state; });
}

/// Of the runs that go on, those with the fewest turns are next: in even rounds the first of them,
/// in odd ones the last.
MOEBENCH_DECL bool Turns::is_turn_of(std::size_t run) const {
    if (!none_is(State::loading, states_.size())) return false;
    std::optional<std::size_t> next;
    for (std::size_t each = 0; each < states_.size(); ++each) {
        if (states_[each] == State::finished) continue;
        if (!next || turns_[each] < turns_[*next] ||
            (turns_[each] == turns_[*next] && turns_[each] % 2 == 1)) {
            next = each;
        }
    }
    return next == run;
}

MOEBENCH_DECL Task<void> Turns::may_start(std::size_t run) {
    return wait_for([this, run] { return none_is(State::loading, run); });
}

MOEBENCH_DECL Task<void> Turns::begin(std::size_t run) {
    if (states_[run] == State::loading) {
        states_[run] = State::ready;
        wake();
    }
    return wait_for([this, run] { return is_turn_of(run); });
}

MOEBENCH_DECL void Turns::end(std::size_t run) {
    ++turns_[run];
    wake();
}

MOEBENCH_DECL Task<void> Turns::all_finished(std::size_t run) {
    leave(run);
    return wait_for([this] {
        return none_is(State::loading, states_.size()) && none_is(State::ready, states_.size());
    });
}

MOEBENCH_DECL void Turns::leave(std::size_t run) {
    states_[run] = State::finished;
    wake();
}

MOEBENCH_DECL void Turns::wake() { changed_.cancel(); }

} // namespace moebench::detail
