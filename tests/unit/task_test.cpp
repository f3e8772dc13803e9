// SPDX-License-Identifier: MIT
#include <moebench/clock.hpp>
#include <moebench/task.hpp>

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

namespace moebench {

namespace {

Task<std::string> give(std::string text) {
    SystemClock clock;
    co_await clock.sleep_for(std::chrono::milliseconds(1));
    co_return text;
}

Task<int> refuse() { co_return fail(Errc::empty_suite, "none"); }

asio::awaitable<int> raise() {
    throw std::runtime_error("thrown");
    co_return 1;
}

} // namespace

TEST_CASE("sync_wait returns what the coroutine returns, even if it has to wait", "[task]") {
    CHECK(sync_wait(give("text")).value() == "text");
    CHECK(sync_wait(refuse()).error().code == Errc::empty_suite);
}

TEST_CASE("sync_wait throws what the coroutine throws", "[task]") {
    CHECK_THROWS_WITH(sync_wait(raise()), "thrown");
}

} // namespace moebench
