// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/boost_process_launcher.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/process/v2/posix/default_launcher.hpp>
#include <boost/process/v2/process.hpp>

#include <cerrno>
#include <csignal>
#include <optional>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace moebench {

namespace detail {

class FileDescriptor {
public:
    explicit FileDescriptor(int fd) noexcept : fd_(fd) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const noexcept { return fd_; }

private:
    int fd_;
};

inline boost::system::error_code last_system_error() noexcept {
    return {errno, boost::system::system_category()};
}

/// Boost.Process initializer. Between fork and exec it does what some Boost version since 1.81 gets
/// wrong: the environment, inherited descriptors, ::exit() after a failed exec, and the zombie that
/// this leaves. The hooks are variadic because 1.81 checks for one signature and calls another.
struct ChildSetup {
    const char* const* environment;
    int input;
    int output;
    bool die_with_parent;
    ::pid_t parent;

    template <class Launcher, class... Rest>
    boost::system::error_code on_setup(Launcher& launcher, Rest&&...) {
        launcher.env = environment;
        return {};
    }

    template <class Launcher, class... Rest>
    boost::system::error_code on_exec_setup(Launcher&, Rest&&...) {
        if (::dup2(input, STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0 ||
            ::dup2(output, STDERR_FILENO) < 0 || ::setsid() < 0) {
            return last_system_error();
        }
        if (die_with_parent) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() != parent) ::_exit(127); // the parent ended before prctl
        }
        ::sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
        ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
        return {};
    }

    template <class... Rest> void on_exec_error(Rest&&...) { ::_exit(127); }

    template <class Launcher, class... Rest> void on_error(Launcher& launcher, Rest&&...) {
        if (launcher.pid > 0) ::waitpid(launcher.pid, nullptr, 0);
    }
};

} // namespace detail

struct BoostProcessLauncher::Child::State {
    State(const asio::any_io_executor& executor, ::pid_t pid_)
        : pid(pid_), ended(executor, static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0U))) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ~State() {
        if (status) return;
        ::kill(-pid, SIGKILL);
        reap();
    }

    /// Blocks until the child has ended. Kills the rest of its group before it reaps the child:
    /// until then no other process can get the group's id.
    void reap() {
        ::siginfo_t info{};
        int waited = 0;
        do {
            waited = ::waitid(P_PID, static_cast<::id_t>(pid), &info, WEXITED | WNOWAIT);
        } while (waited < 0 && errno == EINTR);
        if (waited < 0) { // other code has reaped it: its id may belong to another process
            status = ExitStatus{-1, 0};
            return;
        }
        ::kill(-pid, SIGKILL);
        int raw = 0;
        while (::waitpid(pid, &raw, 0) < 0 && errno == EINTR) {
        }
        status = WIFSIGNALED(raw) ? ExitStatus{0, WTERMSIG(raw)} : ExitStatus{WEXITSTATUS(raw), 0};
    }

    ::pid_t pid;
    asio::posix::stream_descriptor ended; // a pidfd: readable once the child has ended
    std::optional<ExitStatus> status;
};

MOEBENCH_DECL BoostProcessLauncher::Child::Child(asio::any_io_executor executor, int pid)
    : state_(std::make_unique<State>(executor, pid)) {}
MOEBENCH_DECL BoostProcessLauncher::Child::Child(Child&&) noexcept = default;
MOEBENCH_DECL BoostProcessLauncher::Child&
BoostProcessLauncher::Child::operator=(Child&&) noexcept = default;
MOEBENCH_DECL BoostProcessLauncher::Child::~Child() = default;

MOEBENCH_DECL int BoostProcessLauncher::Child::pid() const noexcept { return state_->pid; }

MOEBENCH_DECL void BoostProcessLauncher::Child::signal(StopSignal signal) {
    if (state_->status) return;
    const int number = signal == StopSignal::interrupt   ? SIGINT
                       : signal == StopSignal::terminate ? SIGTERM
                                                         : SIGKILL;
    ::kill(-state_->pid, number);
}

MOEBENCH_DECL Task<ExitStatus> BoostProcessLauncher::Child::wait() {
    if (!state_->status) {
        auto [code] = co_await state_->ended.async_wait(asio::posix::stream_descriptor::wait_read,
                                                        asio::as_tuple(asio::use_awaitable));
        if (code) co_return fail(code, "waiting for process " + std::to_string(state_->pid));
        state_->reap();
    }
    co_return *state_->status;
}

MOEBENCH_DECL Result<BoostProcessLauncher::Child>
BoostProcessLauncher::launch(const LaunchCommand& command) {
    namespace bp = boost::process::v2;
    const detail::FileDescriptor input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const auto& file = command.output_file;
    const detail::FileDescriptor output(::open(file.empty() ? "/dev/null" : file.c_str(),
                                               O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
                                               0644));
    if (input.get() < 0 || output.get() < 0) {
        return fail(detail::last_system_error(), "opening " + file);
    }

    std::vector<const char*> environment;
    for (const auto& variable : command.environment) environment.push_back(variable.c_str());
    environment.push_back(nullptr);

    const std::string& path = command.argv.front();
    const std::vector<std::string> args(command.argv.begin() + 1, command.argv.end());
    detail::ChildSetup setup{environment.data(), input.get(), output.get(), command.die_with_parent,
                             ::getpid()};
    boost::system::error_code code;
    bp::posix::default_launcher launcher;
    try {
        // Boost notifies the context of the fork, also in the child, where a lock that another
        // thread of the parent held stays locked for ever: so not the caller's context
        asio::io_context quiet(1);
        const asio::any_io_executor starter = quiet.get_executor();
        auto process = launcher(starter, code, bp::filesystem::path(path), args, setup);
        if (code) return fail(code, "starting " + path);
        const int pid = process.id();
        process.detach();
        return Child(executor_, pid);
    } catch (const boost::system::system_error& error) {
        // it was started, but cannot be watched: no descriptor is left for its pidfd
        if (launcher.pid > 0) {
            ::kill(launcher.pid, SIGKILL);
            ::waitpid(launcher.pid, nullptr, 0);
        }
        return fail(error.code(), "watching " + path);
    }
}

} // namespace moebench
