// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <concepts>

namespace moebench {

/// Where waiting and windows read the time; a test's clock is virtual. `sleep_for` ends early when
/// cancelled.
template <class C>
concept SteadyClock = requires(C& clock, Duration duration) {
    { clock.now() } -> std::same_as<TimePoint>;
    { clock.sleep_for(duration) } -> std::same_as<boost::asio::awaitable<void>>;
};

/// The machine's monotonic clock.
struct SystemClock {
    TimePoint now() const noexcept { return std::chrono::steady_clock::now(); }

    boost::asio::awaitable<void> sleep_for(Duration duration) const {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, duration);
        boost::system::error_code ignored; // a cancelled sleep is over too; the caller looks at why
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
};
static_assert(SteadyClock<SystemClock>);

} // namespace moebench
