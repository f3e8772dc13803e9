// SPDX-License-Identifier: MIT
#include <moebench/server_process.hpp>

#include <catch2/catch.hpp>

#include <support/fake_child.hpp>
#include <support/fake_clock.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using namespace test;
using Signals = std::vector<std::pair<StopSignal, Duration>>;

struct Fixture {
    FakeClock clock;
    FakeLauncher launcher{clock};
    FakeLauncher::Script& script = *launcher.script;
    ServerProcess<FakeLauncher, FakeClock> server{launcher, clock};

    Fixture() { server.start(LaunchCommand()).value(); }
};

} // namespace

TEST_CASE("a server that obeys SIGINT gets no other signal", "[server_process]") {
    Fixture f;
    f.script.after_interrupt = 14s;

    const auto status = run_coroutine(f.clock, f.server.stop(StopPolicy())).value();

    CHECK(status.exit_code == 0);
    CHECK(status.signal == 0);
    CHECK(f.script.signals == Signals{{StopSignal::interrupt, 0s}});
    CHECK(f.script.reaped);
    CHECK(f.clock.sleepers() == 0);
}

TEST_CASE("SIGTERM comes fifteen seconds after SIGINT", "[server_process]") {
    Fixture f;
    f.script.after_terminate = 9s;

    run_coroutine(f.clock, f.server.stop(StopPolicy())).value();

    CHECK(f.script.signals == Signals{{StopSignal::interrupt, 0s}, {StopSignal::terminate, 15s}});
    CHECK(f.script.reaped);
}

TEST_CASE("SIGKILL comes after ten more seconds, and the child is reaped", "[server_process]") {
    Fixture f;
    f.script.after_kill = 3s;

    const auto status = run_coroutine(f.clock, f.server.stop(StopPolicy())).value();

    CHECK(status.signal == 9);
    CHECK(f.script.signals == Signals{{StopSignal::interrupt, 0s},
                                      {StopSignal::terminate, 15s},
                                      {StopSignal::kill, 25s}});
    CHECK(f.script.reaped);
}

TEST_CASE("a step with no time is skipped", "[server_process]") {
    Fixture f;
    StopPolicy policy;
    policy.interrupt = 0s;

    SECTION("SIGTERM first") {
        f.script.after_terminate = 1s;
        run_coroutine(f.clock, f.server.stop(policy)).value();
        CHECK(f.script.signals == Signals{{StopSignal::terminate, 0s}});
    }
    SECTION("SIGKILL at once") {
        policy.terminate = 0s;
        run_coroutine(f.clock, f.server.stop(policy)).value();
        CHECK(f.script.signals == Signals{{StopSignal::kill, 0s}});
    }
}

TEST_CASE("stopping a server that has ended returns its exit status", "[server_process]") {
    Fixture f;
    f.script.end_in(0s, ExitStatus{3, 0});

    const auto status = run_coroutine(f.clock, f.server.stop(StopPolicy())).value();

    CHECK(status.exit_code == 3);
    CHECK(f.script.reaped);
}

TEST_CASE("waiting returns as soon as the server ends", "[server_process]") {
    Fixture f;
    f.script.end_in(3s, ExitStatus{1, 0});
    const auto before = f.clock.now();

    const auto status = run_coroutine(f.clock, f.server.wait_for(10s)).value();

    REQUIRE(status);
    CHECK(status->exit_code == 1);
    CHECK(f.clock.now() - before == 3s);
}

TEST_CASE("waiting returns nothing for a server that still runs", "[server_process]") {
    Fixture f;
    const auto before = f.clock.now();

    const auto status = run_coroutine(f.clock, f.server.wait_for(10s)).value();

    CHECK_FALSE(status);
    CHECK(f.clock.now() - before == 10s);
    CHECK_FALSE(f.script.reaped);
}

TEST_CASE("a wait that timed out can be repeated", "[server_process]") {
    Fixture f;
    f.script.end_in(25s, ExitStatus{0, 0});

    CHECK_FALSE(run_coroutine(f.clock, f.server.wait_for(10s)).value());
    CHECK_FALSE(run_coroutine(f.clock, f.server.wait_for(10s)).value());
    CHECK(run_coroutine(f.clock, f.server.wait_for(10s)).value());
    CHECK(run_coroutine(f.clock, f.server.wait_for(10s)).value()); // and again
}

TEST_CASE("a server that dies while somebody waits is noticed", "[server_process]") {
    Fixture f;
    asio::io_context context;
    Running running(context, f.server.wait_for(1h));
    running.poll();
    REQUIRE_FALSE(running.done());

    f.script.end_in(0s, ExitStatus{0, 11});
    running.poll();

    CHECK(running.get().value()->signal == 11);
}

TEST_CASE("a cancelled wait does not affect the server", "[server_process]") {
    Fixture f;
    asio::io_context context;
    Running running(context, f.server.wait_for(1h));
    running.poll();

    running.cancel();
    running.poll();

    REQUIRE(running.done());
    CHECK(f.script.signals.empty());
    CHECK_FALSE(f.script.reaped);
    CHECK(f.clock.sleepers() == 0);
}

TEST_CASE("a server that cannot be launched is not started", "[server_process]") {
    FakeClock clock;
    FakeLauncher launcher(clock);
    launcher.failure = fail(Errc::invalid_option, "starting /no/such/file");
    ServerProcess<FakeLauncher, FakeClock> server(launcher, clock);

    const auto started = server.start(LaunchCommand());

    CHECK(started.error().context == "starting /no/such/file");
    CHECK_FALSE(server.started());
}

TEST_CASE("a server that goes out of scope is killed", "[server_process]") {
    FakeClock clock;
    FakeLauncher launcher(clock);
    {
        ServerProcess<FakeLauncher, FakeClock> server(launcher, clock);
        server.start(LaunchCommand()).value();
        CHECK(server.started());
        CHECK(server.pid() == 4'711);
    }

    CHECK(launcher.script->destroyed_running);
}

} // namespace moebench
