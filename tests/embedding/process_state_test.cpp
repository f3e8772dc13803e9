// SPDX-License-Identifier: MIT
// A run does not change the state of the program, neither during the run nor after it.
#include <moebench/detail/memory_file.hpp>
#include <moebench/task.hpp>

#include <catch2/catch.hpp>

#include <cstdio>
#include <optional>
#include <thread>

#include <embedding/support/embedded.hpp>
#include <embedding/support/process_state.hpp>
#include <fcntl.h>

namespace moebench {

namespace {

/// Captures what is written to descriptors 1 and 2.
class CapturedOutput {
public:
    CapturedOutput() : file_(detail::MemoryFile::create().value()) {
        std::fflush(nullptr);
        const int file = ::open(file_.path().c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        for (int i = 0; i < 2; ++i) {
            kept_[i] = ::fcntl(i + 1, F_DUPFD_CLOEXEC, 0);
            ::dup2(file, i + 1);
        }
        ::close(file);
    }
    CapturedOutput(const CapturedOutput&) = delete;
    CapturedOutput& operator=(const CapturedOutput&) = delete;
    ~CapturedOutput() {
        std::fflush(nullptr);
        for (int i = 0; i < 2; ++i) {
            ::dup2(kept_[i], i + 1);
            ::close(kept_[i]);
        }
    }

    std::string text() const {
        std::fflush(nullptr);
        return file_.read();
    }

private:
    detail::MemoryFile file_;
    int kept_[2];
};

/// A run whose suite checks the process before each request.
struct LookedAt : test::EmbeddedRun {
    const test::ProcessState before;
    const std::size_t threads_before = test::thread_count();
    const std::vector<std::string> descriptors_before = test::open_descriptors();
    std::string changed_meanwhile;
    std::size_t threads_meanwhile = 0;
    std::string written;

    Result<RunReport> run() {
        suite.on_next = [this](std::size_t) {
            changed_meanwhile += before.difference(test::ProcessState());
            threads_meanwhile = test::thread_count();
        };
        const CapturedOutput output;
        auto report = sync_wait(task());
        written = output.text();
        return report;
    }
};

/// PR_SET_PDEATHSIG of another process cannot be read, so check whether it outlives the thread that
/// started it.
bool outlives_its_thread(bool die_with_parent) {
    asio::io_context context;
    std::optional<BoostProcessLauncher::Child> child;
    std::thread starter([&] {
        LaunchCommand command;
        command.argv = {"/bin/sleep", "60"};
        command.die_with_parent = die_with_parent;
        child.emplace(BoostProcessLauncher(context.get_executor()).launch(command).value());
    });
    starter.join();
    const auto wait_limit = die_with_parent ? std::chrono::minutes(1) : std::chrono::minutes(0);
    const auto limit = std::chrono::steady_clock::now() + wait_limit;
    do {
        ::siginfo_t info{};
        const auto pid = static_cast<::id_t>(child->pid());
        ::waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT);
        if (info.si_pid != 0) return false;
    } while (std::chrono::steady_clock::now() < limit);
    return true;
}

} // namespace

TEST_CASE("a run changes nothing in the process, during the run and after it", "[embedding]") {
    LookedAt f;

    const auto report = f.run();

    REQUIRE(report.has_value());
    CHECK(report->outcome == Outcome::completed);
    CHECK(f.changed_meanwhile.empty());
    CHECK(f.before.difference(test::ProcessState()).empty());
    CHECK(f.threads_meanwhile == f.threads_before);
    CHECK(test::thread_count() == f.threads_before);
    CHECK(test::open_descriptors() == f.descriptors_before);
    CHECK_FALSE(test::has_children());
    CHECK(f.written.empty());
}

TEST_CASE("a run that fails writes no output and leaves nothing open", "[embedding]") {
    LookedAt f;
    SECTION("without a server") { f.scenario.server.binary = "/nowhere/llama-server"; }
    SECTION("with a flag that the server does not have") {
        f.scenario.server.extra_args = {"--no-such-flag"};
    }
    SECTION("with a server that ends while it loads") {
        f.scenario.server.environment.emplace_back("LLAMA_SIM_FAULT=exit_at_start");
    }
    SECTION("with a url where no server answers") { f.scenario.url = "unix:///nowhere.sock"; }
    SECTION("with a log file that cannot be opened") {
        f.scenario.log_file = f.place.folder / "no-folder/server.log";
    }

    const auto report = f.run();

    CHECK(report.has_error());
    CHECK(f.sink.begun == 0);
    CHECK(f.written.empty());
    CHECK(f.before.difference(test::ProcessState()).empty());
    CHECK(test::thread_count() == f.threads_before);
    CHECK(test::open_descriptors() == f.descriptors_before);
    CHECK_FALSE(test::has_children());
}

TEST_CASE("a child outlives the thread that started it unless the parent-death signal is set",
          "[embedding]") {
    CHECK_FALSE(Scenario().die_with_parent);
    CHECK_FALSE(LaunchCommand().die_with_parent);
    CHECK(outlives_its_thread(false));
    CHECK_FALSE(outlives_its_thread(true));
}

} // namespace moebench
