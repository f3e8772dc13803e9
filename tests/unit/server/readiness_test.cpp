// SPDX-License-Identifier: MIT
#include <moebench/server/readiness.hpp>
#include <moebench/server_process.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include <support/fake_child.hpp>
#include <support/fake_clock.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using namespace test;

/// A server that refuses connections, then loads, then is ready, at given times.
struct FakeHealth {
    explicit FakeHealth(FakeClock clock_) : clock(std::move(clock_)) {}

    FakeClock clock;
    TimePoint began = clock.now();
    Duration bound_after{};
    Duration ready_after{};
    /// How long an answer takes; one that takes longer than the limit times out.
    Duration answer_time{};
    std::vector<Duration> polls;
    std::vector<Duration> limits;

    Task<unsigned> health(Duration timeout, std::string& detail) {
        const Duration now = clock.now() - began;
        polls.push_back(now);
        limits.push_back(timeout);
        co_await clock.sleep_for(std::min(answer_time, timeout));
        if (answer_time > timeout) co_return fail(Errc::request_timeout, "GET /health: no reply");
        if (now < bound_after) co_return fail(Errc::connection_lost, "connecting: refused");
        detail = now < ready_after ? "503 Loading model" : "200 ok";
        co_return now < ready_after ? 503U : 200U;
    }
};

struct Fixture {
    FakeClock clock;
    FakeLauncher launcher{clock};
    ServerProcess<FakeLauncher, FakeClock> server{launcher, clock};
    FakeHealth health{clock};
    ReadinessOptions options;

    Fixture() { server.start(LaunchCommand()).value(); }

    Result<Duration> wait() {
        return run_coroutine(clock, wait_until_ready(health, server, options, clock));
    }
};

} // namespace

TEST_CASE("a server that is ready at once is asked once", "[readiness]") {
    Fixture f;

    CHECK(f.wait().value() == 0s);
    CHECK(f.health.polls == std::vector<Duration>{0s});
}

TEST_CASE("the wait goes on after refused connections and 503", "[readiness]") {
    Fixture f;
    f.health.bound_after = 700ms;
    f.health.ready_after = 90s;

    const auto took = f.wait().value();

    CHECK(took >= 90s);
    CHECK(took <= 90s + 50ms);
    CHECK(f.clock.sleepers() == 0);
}

TEST_CASE("the first polls are quick and the later ones fifty milliseconds apart", "[readiness]") {
    Fixture f;
    f.health.ready_after = 10s;

    f.wait().value();

    const auto& polls = f.health.polls;
    REQUIRE(polls.size() > 10);
    CHECK(polls[1] <= 10ms);
    CHECK(polls[2] <= 10ms);
    for (std::size_t i = 1; i < polls.size(); ++i) CHECK(polls[i] - polls[i - 1] <= 50ms);
    CHECK(polls.back() - polls[polls.size() - 2] == 50ms);
    CHECK(polls.size() < 220);
}

TEST_CASE("a server that never gets ready fails at the deadline with its last answer",
          "[readiness]") {
    Fixture f;
    f.options.timeout = 20s;
    f.health.ready_after = 1h;

    const auto ready = f.wait();

    CHECK(ready.error().code == Errc::server_not_ready);
    CHECK(ready.error().context.find("503 Loading model") != std::string::npos);
    CHECK(ready.error().context.find("20") != std::string::npos);
    CHECK(f.clock.now() - f.health.began == 20s);
    CHECK(f.launcher.script->signals.empty()); // the caller stops it
}

TEST_CASE("the last answer is told, not the poll that the deadline cut short", "[readiness]") {
    Fixture f;
    f.options.timeout = 20s;
    f.health.ready_after = 1h;
    f.health.answer_time = 3s;

    const auto ready = f.wait();

    CHECK(f.health.limits.back() < 3s);
    CHECK(ready.error().context.find("503 Loading model") != std::string::npos);
}

TEST_CASE("a server that never opens its port fails with the refused connection", "[readiness]") {
    Fixture f;
    f.options.timeout = 1s;
    f.health.bound_after = 1h;

    const auto ready = f.wait();

    CHECK(ready.error().context.find("connecting: refused") != std::string::npos);
}

TEST_CASE("a server that exits while loading fails at once and says how it ended", "[readiness]") {
    Fixture f;
    f.health.ready_after = 1h;

    SECTION("by code") {
        f.launcher.script->end_in(5s, ExitStatus{1, 0});
        const auto ready = f.wait();
        CHECK(ready.error().code == Errc::server_exited);
        CHECK(ready.error().context.find("exited with code 1") != std::string::npos);
        CHECK(f.clock.now() - f.health.began == 5s);
    }
    SECTION("by signal") {
        f.launcher.script->end_in(5s, ExitStatus{0, 11});
        CHECK(f.wait().error().context.find("signal 11") != std::string::npos);
    }
}

TEST_CASE("a poll never lasts beyond the deadline", "[readiness]") {
    Fixture f;
    f.options.timeout = 7s;
    f.health.answer_time = 1h;

    const auto ready = f.wait();

    CHECK(ready.error().code == Errc::server_not_ready);
    CHECK(f.clock.now() - f.health.began <= 7s + f.options.last_interval);
    CHECK(f.health.limits.front() == 5s);
    CHECK(f.health.limits.back() < 5s);
}

TEST_CASE("the wait for readiness can be cancelled", "[readiness]") {
    Fixture f;
    f.health.ready_after = 1h;
    asio::io_context context;
    Running running(context, wait_until_ready(f.health, f.server, f.options, f.clock));
    running.poll();
    for (int i = 0; i < 20; ++i) {
        f.clock.advance_to_next();
        running.poll();
    }
    REQUIRE_FALSE(running.done());

    running.cancel();
    running.poll();

    REQUIRE(running.done());
    CHECK(f.clock.sleepers() == 0);
    CHECK(f.launcher.script->signals.empty());
}

TEST_CASE("a server that was not started here is waited for without watching it", "[readiness]") {
    Fixture f;
    f.health.ready_after = 3s;
    UnmanagedServer<FakeClock> server{f.clock};

    const auto took =
        run_coroutine(f.clock, wait_until_ready(f.health, server, f.options, f.clock)).value();

    CHECK(took >= 3s);
}

} // namespace moebench
