// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"
#include "progress_display.hpp"

#include <moebench/clock.hpp>
#include <moebench/scenario_runner.hpp>
#include <moebench/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace moebench::cli {

/// Text on stderr.
void print(std::string_view text);
/// Prints "moebench: ..." on stderr and returns the exit code for the failure.
ExitCode report_error(const Failure& failure);

/// Whether to print the closing tables: on a terminal, or if asked for.
bool wants_tables(const CliOptions& options);

/// Runs a task on one thread, with signals and progress display. The first Ctrl-C cancels the task,
/// the second kills the server, the third ends the process.
class Session {
public:
    /// `subject`: the suite's name. `lines`: the style where stderr is not a terminal.
    Session(const CliOptions& options, std::string subject,
            ProgressStyle lines = ProgressStyle::lines);

    /// Hooks for the task; they refer to this session.
    ScenarioHooks hooks();

    /// A line on stderr, unless --quiet.
    void message(const std::string& line);

    template <class T> Result<T> run(Task<T> work) {
        listen();
        wait_for_signal();
        wait_for_redraw();
        Result<T> result = fail(asio::error::operation_aborted, "");
        const auto done = [&](std::exception_ptr error, Result<T> value) {
            result = error ? Result<T>(failure_of(error)) : std::move(value);
            io_.stop(); // cancelling is not enough: an expired timer would continue for ever
        };
        asio::co_spawn(io_, std::move(work),
                       asio::bind_cancellation_slot(cancellation_.slot(), done));
        io_.run();
        display_.finish();
        return result;
    }

    bool interrupted() const noexcept { return signals_seen_ > 0; }

private:
    static Failure failure_of(const std::exception_ptr& error);
    void listen();
    void wait_for_signal();
    void wait_for_redraw();
    void log(LogLevel level, std::string_view text);

    bool quiet_;
    asio::io_context io_{1};
    asio::signal_set signals_;
    asio::cancellation_signal cancellation_;
    asio::steady_timer redraw_;
    ProgressDisplay display_;
    std::set<int> servers_; // pids of those that run
    int signals_seen_ = 0;
};

} // namespace moebench::cli
