// SPDX-License-Identifier: MIT
#include <moebench/server/boost_process_launcher.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <support/run_coroutine.hpp>
#include <support/temporary_folder.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using namespace test;

struct Fixture {
    asio::io_context context;
    TemporaryFolder folder;
    BoostProcessLauncher launcher{context.get_executor()};

    LaunchCommand shell(const std::string& script) const {
        LaunchCommand command;
        command.argv = {"/bin/sh", "-c", script};
        command.environment = {"PATH=/usr/bin:/bin"};
        command.output_file = folder / "output";
        return command;
    }

    ExitStatus run(const LaunchCommand& command) {
        auto child = launcher.launch(command).value();
        return run_coroutine(context, child.wait()).value();
    }

    std::string output_of(const std::string& script) {
        run(shell(script));
        return output();
    }

    /// Empty until a child is launched.
    std::string output() const {
        const auto path = folder / "output";
        return std::filesystem::exists(path) ? read_file(path) : std::string();
    }

    /// Waits until the child has written a complete line.
    std::string first_line() const {
        const auto limit = std::chrono::steady_clock::now() + 10s;
        while (std::chrono::steady_clock::now() < limit) {
            const auto text = output();
            if (const auto end = text.find('\n'); end != std::string::npos) {
                return text.substr(0, end);
            }
            std::this_thread::yield();
        }
        FAIL("the child wrote nothing");
        return {};
    }
};

std::size_t open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

bool has_no_child() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

/// Whether the process is gone, or dead and waiting for its parent.
bool is_gone(int pid) {
    std::string stat;
    std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/stat"), stat);
    return stat.empty() || stat.find(") Z ") != std::string::npos;
}

bool becomes_gone(int pid) {
    const auto limit = std::chrono::steady_clock::now() + 10s;
    while (!is_gone(pid) && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
    return is_gone(pid);
}

constexpr const char* run_forever = "echo ready; while :; do sleep 1000; done";

} // namespace

TEST_CASE("a child's exit code is returned", "[launcher]") {
    const int code = GENERATE(0, 1, 127, 255);
    Fixture f;

    const auto status = f.run(f.shell("exit " + std::to_string(code)));

    CHECK(status.exit_code == code);
    CHECK(status.signal == 0);
    CHECK(status.describe() == "exited with code " + std::to_string(code));
    CHECK(has_no_child());
}

TEST_CASE("the exit status shows whether a child exited or a signal ended it", "[launcher]") {
    Fixture f;

    const auto status = f.run(f.shell("kill -SEGV $$"));

    CHECK(status.signal == SIGSEGV);
    CHECK(status.describe() == "was killed by signal 11 (Segmentation fault)");
}

TEST_CASE("a child has exactly the given arguments and environment", "[launcher]") {
    Fixture f;
    LaunchCommand command = f.shell("");
    command.argv = {"/usr/bin/env"};
    command.environment = {"A=1", "B=with space", "EMPTY="};
    f.run(command);
    CHECK(f.output() == "A=1\nB=with space\nEMPTY=\n");

    command.argv = {"/bin/echo", "a b", "", "*", "$HOME", "--x"};
    f.run(command);
    CHECK(f.output() == "a b  * $HOME --x\n");
}

TEST_CASE("both streams go to one file, which is replaced", "[launcher]") {
    Fixture f;
    write_file(f.folder / "output", "something older that is longer than the new text");

    CHECK(f.output_of("echo one; echo two >&2; echo three") == "one\ntwo\nthree\n");
}

TEST_CASE("without an output file the output is dropped", "[launcher]") {
    Fixture f;
    auto command = f.shell("echo lost");
    command.output_file.clear();

    CHECK(f.run(command).exit_code == 0);
}

TEST_CASE("a child reads nothing from stdin", "[launcher]") {
    Fixture f;

    CHECK(f.output_of("cat; echo end; readlink /proc/self/fd/0") == "end\n/dev/null\n");
}

TEST_CASE("a child leads its own session and group", "[launcher]") {
    Fixture f;
    auto child = f.launcher.launch(f.shell(run_forever)).value();
    f.first_line();

    CHECK(::getsid(child.pid()) == child.pid());
    CHECK(::getpgid(child.pid()) == child.pid());
}

TEST_CASE("a child inherits only its three descriptors", "[launcher]") {
    Fixture f;
    const int leaky = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC
    const int high = ::fcntl(leaky, F_DUPFD, 500);
    asio::ip::tcp::acceptor acceptor(f.context, {asio::ip::address_v4::loopback(), 0});

    // 3 is the folder that ls itself reads
    CHECK(f.output_of("ls -x /proc/self/fd") == "0  1  2  3\n");

    ::close(leaky);
    ::close(high);
}

TEST_CASE("a child starts with no signal blocked or ignored", "[launcher]") {
    Fixture f;
    ::sigset_t blocked;
    ::sigset_t before;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGINT);
    ::sigaddset(&blocked, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &blocked, &before);
    const auto interrupt = std::signal(SIGINT, SIG_IGN);
    const auto pipe = std::signal(SIGPIPE, SIG_IGN);

    const auto masks = f.output_of("grep -E '^Sig(Blk|Ign)' /proc/self/status");

    std::signal(SIGPIPE, pipe);
    std::signal(SIGINT, interrupt);
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    CHECK(masks == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST_CASE("a program that cannot be started is an error with its path, and leaves nothing",
          "[launcher]") {
    Fixture f;
    f.run(f.shell("true")); // the first one opens what the io_context keeps
    const auto [path, code] = GENERATE(table<std::string, int>({
        {"/nonexistent/llama-server", ENOENT},
        {"/etc/passwd", EACCES},
        {"/tmp", EACCES},
        {"sh", ENOENT}, // PATH is not searched
    }));
    const auto before = open_descriptors();
    auto command = f.shell("");
    command.argv = {path};

    const auto child = f.launcher.launch(command);

    CHECK(child.error().code == boost::system::error_code(code, boost::system::system_category()));
    CHECK(child.error().message().find(path) != std::string::npos);
    CHECK(has_no_child());
    CHECK(open_descriptors() == before);
}

TEST_CASE("output that cannot be written is an error before anything starts", "[launcher]") {
    Fixture f;
    auto command = f.shell("true");
    command.output_file = "/nonexistent/server.log";

    const auto child = f.launcher.launch(command);

    CHECK(child.error().message() == "opening /nonexistent/server.log: No such file or directory");
    CHECK(has_no_child());
}

TEST_CASE("no descriptor is left open after a child", "[launcher]") {
    Fixture f;
    f.run(f.shell("true")); // the first one opens what the io_context keeps
    const auto before = open_descriptors();

    for (int i = 0; i < 3; ++i) f.run(f.shell("exit 1"));

    CHECK(open_descriptors() == before);
}

TEST_CASE("each stop signal sends the right signal", "[launcher]") {
    const auto [signal, number] = GENERATE(table<StopSignal, int>({
        {StopSignal::interrupt, SIGINT},
        {StopSignal::terminate, SIGTERM},
        {StopSignal::kill, SIGKILL},
    }));
    Fixture f;
    auto child = f.launcher.launch(f.shell("echo ready; exec sleep 1000")).value();
    f.first_line();

    child.signal(signal);
    const auto status = run_coroutine(f.context, child.wait()).value();

    CHECK(status.signal == number);
    CHECK(has_no_child());
}

TEST_CASE("a signal reaches the whole group", "[launcher]") {
    Fixture f;
    auto child = f.launcher.launch(f.shell("sleep 1000 & echo $!; wait")).value();
    const int grandchild = std::stoi(f.first_line());

    child.signal(StopSignal::terminate);
    run_coroutine(f.context, child.wait()).value();

    CHECK(becomes_gone(grandchild));
}

TEST_CASE("the rest of the group is killed when its leader ends", "[launcher]") {
    Fixture f;
    auto child =
        f.launcher.launch(f.shell("(trap '' INT TERM HUP; sleep 1000) & echo $!; exit 3")).value();
    const int grandchild = std::stoi(f.first_line());

    const auto status = run_coroutine(f.context, child.wait()).value();

    CHECK(status.exit_code == 3);
    CHECK(becomes_gone(grandchild));
}

TEST_CASE("the exit status can be asked for again, and later signals do nothing", "[launcher]") {
    Fixture f;
    auto child = f.launcher.launch(f.shell("exit 7")).value();

    CHECK(run_coroutine(f.context, child.wait()).value().exit_code == 7);
    child.signal(StopSignal::kill);
    CHECK(run_coroutine(f.context, child.wait()).value().exit_code == 7);
}

TEST_CASE("a cancelled wait does not affect the child", "[launcher]") {
    Fixture f;
    auto child = f.launcher.launch(f.shell(run_forever)).value();
    Running waiting(f.context, child.wait());
    waiting.poll();
    REQUIRE_FALSE(waiting.done());

    waiting.cancel();
    waiting.poll();
    REQUIRE(waiting.done());
    CHECK(waiting.get().error().code == asio::error::operation_aborted);
    CHECK_FALSE(is_gone(child.pid()));

    child.signal(StopSignal::kill);
    CHECK(run_coroutine(f.context, child.wait()).value().signal == SIGKILL);
}

TEST_CASE("a child that is destroyed is killed with its group and reaped", "[launcher]") {
    Fixture f;
    int grandchild = 0;
    {
        auto child = f.launcher.launch(f.shell("trap '' INT TERM; sleep 1000 & echo $!; wait"));
        REQUIRE(child.has_value());
        grandchild = std::stoi(f.first_line());
    }

    CHECK(has_no_child());
    CHECK(becomes_gone(grandchild));
}

TEST_CASE("a child that is moved keeps running", "[launcher]") {
    Fixture f;
    auto first = f.launcher.launch(f.shell(run_forever)).value();
    const int pid = first.pid();

    auto second = std::move(first);

    CHECK(second.pid() == pid);
    CHECK_FALSE(is_gone(pid));
}

TEST_CASE("a child dies with its parent if it is told to", "[launcher]") {
    const bool die = GENERATE(true, false);
    Fixture f;
    auto command = f.shell("echo $$; while :; do sleep 1000; done");
    command.die_with_parent = die;

    const ::pid_t parent = ::fork();
    if (parent == 0) {
        asio::io_context context;
        BoostProcessLauncher launcher(context.get_executor());
        auto child = launcher.launch(command);
        for (;;) ::pause();
    }
    const int child = std::stoi(f.first_line());
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);

    if (die) {
        CHECK(becomes_gone(child));
    } else {
        CHECK_FALSE(is_gone(child));
        ::kill(-child, SIGKILL);
        CHECK(becomes_gone(child));
    }
}

} // namespace moebench
