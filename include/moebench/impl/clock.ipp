// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>
#include <moebench/config.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace moebench {

MOEBENCH_DECL boost::asio::awaitable<void> SystemClock::sleep_for(Duration duration) const {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, duration);
    boost::system::error_code ignored; // a cancelled sleep just ends early
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

} // namespace moebench
