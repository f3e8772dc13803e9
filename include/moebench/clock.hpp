// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>

namespace moebench {

/// The source of time for waits and measured windows; tests use a virtual one. `sleep_for` ends
/// early when cancelled.
template <class C>
concept SteadyClock = requires(C& clock, Duration duration) {
    { clock.now() } -> std::same_as<TimePoint>;
    { clock.sleep_for(duration) } -> std::same_as<boost::asio::awaitable<void>>;
};

/// The machine's monotonic clock.
struct SystemClock {
    /// `std::chrono::steady_clock`: CLOCK_MONOTONIC on Linux.
    TimePoint now() const noexcept { return std::chrono::steady_clock::now(); }

    /// Waits on the coroutine's executor. Cancellation: returns early and throws nothing.
    boost::asio::awaitable<void> sleep_for(Duration duration) const;
};
static_assert(SteadyClock<SystemClock>);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/clock.ipp>
#endif
