// SPDX-License-Identifier: MIT
#include "session.hpp"
#include "terminal.hpp"

#include <csignal>
#include <cstdlib>

#include <unistd.h>

namespace moebench::cli {

namespace {

using namespace std::chrono_literals;

ProgressStyle progress_style(const CliOptions& options, ProgressStyle lines) {
    if (options.quiet || options.progress == ProgressMode::never) return ProgressStyle::silent;
    const bool bar = options.progress == ProgressMode::always || is_terminal(STDERR_FILENO);
    return bar ? ProgressStyle::bar : lines;
}

} // namespace

void print(std::string_view text) {
    // if stderr fails, there is no place to report it
    static_cast<void>(write_all(STDERR_FILENO, text));
}

ExitCode report_error(const Failure& failure) {
    const bool too_many = failure.code == Errc::too_many_failures;
    const bool port_taken = failure.code == Errc::foreign_server;
    const char* const flag = too_many ? " (--max-failures)" : port_taken ? " (--port)" : "";
    print("moebench: " + failure.message() + flag + "\n");
    return exit_code(failure);
}

bool wants_tables(const CliOptions& options) {
    return options.table || options.progress == ProgressMode::always ||
           (options.progress == ProgressMode::automatic && is_terminal(STDERR_FILENO));
}

Session::Session(const CliOptions& options, std::string subject, ProgressStyle lines)
    : quiet_(options.quiet), signals_(io_), redraw_(io_),
      display_(progress_style(options, lines), std::move(subject),
               terminal_columns(STDERR_FILENO) - 1, print) {}

ScenarioHooks Session::hooks() {
    ScenarioHooks hooks;
    hooks.logger = Logger([this](LogLevel level, std::string_view text) { log(level, text); });
    hooks.progress = [this](const Progress& progress) {
        display_.update(progress, SystemClock().now());
    };
    hooks.server_started = [this](int pid) { servers_.insert(pid); };
    hooks.server_stopped = [this](int pid) { servers_.erase(pid); };
    return hooks;
}

void Session::message(const std::string& line) {
    if (!quiet_) display_.message("moebench: " + line);
}

Failure Session::failure_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const boost::system::system_error& thrown) {
        return fail(thrown.code(), "");
    }
}

/// Signals that the shell told us to ignore (nohup, background jobs) stay ignored.
void Session::listen() {
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action {};
        ::sigaction(number, nullptr, &action);
        if (action.sa_handler != SIG_IGN) signals_.add(number);
    }
}

void Session::wait_for_signal() {
    signals_.async_wait([this](boost::system::error_code error, int) {
        if (error) return;
        if (++signals_seen_ == 1) {
            message("stopping; Ctrl-C again kills the server");
            cancellation_.emit(asio::cancellation_type::terminal);
        } else if (!servers_.empty() && signals_seen_ == 2) {
            for (const int pid : servers_) ::kill(-pid, SIGKILL);
        } else {
            std::_Exit(static_cast<int>(ExitCode::interrupted));
        }
        wait_for_signal();
    });
}

void Session::wait_for_redraw() {
    redraw_.expires_after(250ms);
    redraw_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        // a terminal that the user has paused must not block the measurement
        if (can_write_now(STDERR_FILENO)) display_.tick(SystemClock().now());
        wait_for_redraw();
    });
}

void Session::log(LogLevel level, std::string_view text) {
    if (quiet_ || level == LogLevel::debug) return;
    const std::string head = level == LogLevel::warning ? "moebench: warning: " : "moebench: ";
    display_.message(head + std::string(text));
}

} // namespace moebench::cli
