// SPDX-License-Identifier: MIT
#include "program.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace moebench::test {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const std::string& what) { throw std::runtime_error(what); }

Words environment_with(const Words& variables) {
    const auto name = [](const std::string& variable) {
        return variable.substr(0, variable.find('='));
    };
    Words result = variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const bool replaced =
            std::any_of(variables.begin(), variables.end(),
                        [&](const auto& other) { return name(other) == name(*entry); });
        if (!replaced) result.emplace_back(*entry);
    }
    return result;
}

std::vector<char*> pointers(Words& words) {
    std::vector<char*> result;
    for (auto& word : words) result.push_back(word.data());
    result.push_back(nullptr);
    return result;
}

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) give_up("pipe2");
    return ends;
}

std::array<int, 2> make_terminal(unsigned short columns) {
    std::array<int, 2> ends{};
    winsize size{};
    size.ws_row = 24;
    size.ws_col = columns;
    if (::openpty(&ends[0], &ends[1], nullptr, nullptr, &size) != 0) give_up("openpty");
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    return ends;
}

/// Default signals, as if a shell had started the program in the foreground.
void reset_signals() {
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// A running child: the caller has already reaped those that ended.
int first_child() {
    const std::string self = std::to_string(::getpid());
    std::ifstream in("/proc/self/task/" + self + "/children");
    int child = 0;
    if (!(in >> child)) give_up("no list of children in /proc");
    return child;
}

} // namespace

Ending checked(int code, Ending ending) {
    if (ending.code == code) return ending;
    throw std::runtime_error("exit code " + std::to_string(ending.code) + " instead of " +
                             std::to_string(code) + ":\n" + ending.out + ending.err);
}

Program::Program(const std::string& path, const ProgramOptions& options) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const auto out = options.out == Stdout::terminal ? make_terminal(options.columns) : make_pipe();
    const auto err = options.err == Stderr::pipe ? make_pipe() : make_terminal(options.columns);
    auto words = Words{path} + options.words;
    auto variables = environment_with(options.variables);
    const auto argv = pointers(words);
    const auto envp = pointers(variables);

    pid_ = ::fork();
    if (pid_ == -1) give_up("fork");
    if (pid_ == 0) {
        reset_signals();
        if (!options.working_folder.empty() && ::chdir(options.working_folder.c_str()) != 0) {
            ::_exit(126);
        }
        const int null = ::open("/dev/null", O_RDONLY);
        ::dup2(null, STDIN_FILENO);
        ::dup2(options.out == Stdout::full_device ? ::open("/dev/full", O_WRONLY) : out[1],
               STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        // the program gets no other descriptor of the test
        ::syscall(SYS_close_range, 3U, ~0U, 0U);
        if (options.out == Stdout::closed) ::close(STDOUT_FILENO);
        ::execve(path.c_str(), argv.data(), envp.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
    for (const int descriptor : {out_, err_}) ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    pid_descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

Program::~Program() {
    if (!status_) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    for (const int descriptor : {out_, err_, pid_descriptor_}) {
        if (descriptor != -1) ::close(descriptor);
    }
}

void Program::signal(int number) const { ::kill(pid_, number); }

void Program::wait_for_error_text(std::string_view text) {
    pump_until([&] { return err_text_.find(text) != std::string::npos; },
               "stderr with '" + std::string(text) + "'");
}

void Program::wait_for_output(std::size_t bytes) {
    pump_until([&] { return out_text_.size() >= bytes; }, "output");
}

void Program::close_output() {
    ::close(out_);
    out_ = -1;
}

Ending Program::wait() {
    pump_until([&] { return status_.has_value() && out_ == -1 && err_ == -1; }, "its end");
    const int code = WIFEXITED(*status_) ? WEXITSTATUS(*status_) : 128 + WTERMSIG(*status_);
    return {code, out_text_, err_text_};
}

void Program::read_from(int& descriptor, std::string& into) {
    char buffer[4096];
    for (;;) {
        const auto count = ::read(descriptor, buffer, sizeof buffer);
        if (count > 0) {
            into.append(buffer, static_cast<std::size_t>(count));
            continue;
        }
        if (count == -1 && errno == EAGAIN) return;
        // a terminal gives EIO after its last user has closed it
        ::close(descriptor);
        descriptor = -1;
        return;
    }
}

void Program::pump_until(const std::function<bool()>& done, const std::string& awaited) {
    const auto deadline = Clock::now() + patience;
    while (!done()) {
        const bool nothing_more = status_ && out_ == -1 && err_ == -1;
        if (nothing_more || Clock::now() > deadline) {
            give_up("no " + awaited + "; stderr so far:\n" + err_text_);
        }
        pollfd waiting[] = {
            {out_, POLLIN, 0}, {err_, POLLIN, 0}, {status_ ? -1 : pid_descriptor_, POLLIN, 0}};
        ::poll(waiting, 3, 1000);
        if (out_ != -1 && waiting[0].revents != 0) read_from(out_, out_text_);
        if (err_ != -1 && waiting[1].revents != 0) read_from(err_, err_text_);
        int status = 0;
        if (!status_ && ::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
    }
}

void expect_no_process_left(std::chrono::milliseconds grace) {
    const auto deadline = Clock::now() + grace;
    for (;;) {
        const pid_t ended = ::waitpid(-1, nullptr, WNOHANG);
        if (ended == -1) return; // no child at all
        if (ended > 0) continue;
        const int left = first_child();
        const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, left, 0));
        pollfd waiting{descriptor, POLLIN, 0};
        const auto rest =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<long>(0, rest.count())));
        ::close(descriptor);
        if (ready == 1) continue;
        ::kill(left, SIGKILL);
        ::waitpid(left, nullptr, 0);
        give_up("process " + std::to_string(left) + " was left");
    }
}

Ending run_program(const std::string& path, const ProgramOptions& options) {
    Program program(path, options);
    Ending ending = program.wait();
    expect_no_process_left();
    return ending;
}

} // namespace moebench::test
