// SPDX-License-Identifier: MIT
#include <moebench/server/server_probe.hpp>

#include <boost/system/system_error.hpp>
#include <catch2/catch.hpp>

#include <support/fake_child.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using namespace test;

struct Fixture {
    FakeClock clock;
    FakeLauncher launcher{clock};

    Task<ServerProbe> probe() { return probe_server(launcher, "/bin/x", {"A=1"}, false, clock); }
};

} // namespace

TEST_CASE("a server is asked for its version and its help", "[probe_server]") {
    Fixture f;
    f.launcher.script->end_in(0s, ExitStatus{0, 0});

    run_coroutine(f.clock, f.probe()).value();

    REQUIRE(f.launcher.commands.size() == 2);
    CHECK(f.launcher.commands[0].argv == std::vector<std::string>{"/bin/x", "--version"});
    CHECK(f.launcher.commands[1].argv == std::vector<std::string>{"/bin/x", "--help"});
    for (const auto& command : f.launcher.commands) {
        CHECK(command.environment == std::vector<std::string>{"A=1"});
        CHECK_FALSE(command.output_file.empty());
    }
}

TEST_CASE("a server that never answers is unknown, and killed", "[probe_server]") {
    Fixture f;
    const auto began = f.clock.now();

    const auto probe = run_coroutine(f.clock, f.probe()).value();

    CHECK(probe.version.empty());
    CHECK(probe.flags.empty());
    CHECK(f.clock.now() - began == 60s);
    CHECK(f.launcher.script->destroyed_running);
}

TEST_CASE("a server that a signal killed cannot run here", "[probe_server]") {
    Fixture f;
    f.launcher.script->end_in(1s, ExitStatus{0, 4});

    const auto probe = run_coroutine(f.clock, f.probe());

    CHECK(probe.error().code == Errc::server_exited);
    CHECK(probe.error().context == "/bin/x --version was killed by signal 4 (Illegal instruction)");
}

TEST_CASE("a server that cannot be launched is an error", "[probe_server]") {
    Fixture f;
    f.launcher.failure = fail(Errc::invalid_option, "starting /bin/x: no such file");

    const auto probe = run_coroutine(f.clock, f.probe());

    CHECK(probe.error().context == "starting /bin/x: no such file");
    CHECK(f.launcher.commands.size() == 1);
}

TEST_CASE("a cancelled probe leaves no process", "[probe_server]") {
    Fixture f;
    asio::io_context context;
    Running running(context, f.probe());
    running.poll();
    CHECK_FALSE(running.done());

    running.cancel();
    running.poll();

    CHECK(running.get().error().code == asio::error::operation_aborted);
    CHECK(f.launcher.script->destroyed_running);
    CHECK(f.clock.sleepers() == 0);
}

} // namespace moebench
