// SPDX-License-Identifier: MIT
#include <moebench/clock.hpp>

#include <catch2/catch.hpp>

#include <support/run_coroutine.hpp>

namespace moebench {

using namespace std::chrono_literals;

namespace {

asio::awaitable<Duration> slept_for(SystemClock clock, Duration duration) {
    const auto before = clock.now();
    co_await clock.sleep_for(duration);
    co_return clock.now() - before;
}

} // namespace

TEST_CASE("SystemClock sleeps at least as long as asked", "[clock]") {
    asio::io_context context;

    CHECK(test::run_coroutine(context, slept_for(SystemClock(), 2ms)) >= 2ms);
    CHECK(test::run_coroutine(context, slept_for(SystemClock(), -1s)) < 1s);
}

TEST_CASE("a cancelled sleep ends early", "[clock]") {
    asio::io_context context;
    test::Running sleeping(context, slept_for(SystemClock(), 1h));
    sleeping.poll();
    REQUIRE_FALSE(sleeping.done());

    sleeping.cancel();
    sleeping.poll();

    CHECK(sleeping.done());
}

} // namespace moebench
