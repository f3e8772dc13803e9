// SPDX-License-Identifier: MIT
#include "dry_run.hpp"
#include "output_files.hpp"
#include "progress_display.hpp"
#include "run.hpp"
#include "run_table.hpp"
#include "surroundings.hpp"
#include "terminal.hpp"
#include "to_scenario.hpp"

#include <moebench/result_sink.hpp>
#include <moebench/scenario_runner.hpp>
#include <moebench/sinks/json_file_sink.hpp>
#include <moebench/sinks/json_lines_sink.hpp>
#include <moebench/sinks/perf_metrics_sink.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

namespace moebench::cli {

namespace {

using namespace std::chrono_literals;

/// Keeps what the closing table shows.
class LastRun {
public:
    Result<void> begin(const RunInfo&) { return {}; }
    Result<void> record(const Sample&) { return {}; }
    Result<void> finish(const RunInfo& info, const RunReport&) {
        info_ = info;
        return {};
    }

    const std::optional<RunInfo>& info() const noexcept { return info_; }

private:
    std::optional<RunInfo> info_;
};
static_assert(ResultSink<LastRun>);

void print(std::string_view text) {
    // a stderr that cannot be written to leaves nowhere to say so
    static_cast<void>(write_all(STDERR_FILENO, text));
}

ProgressStyle progress_style(const CliOptions& options) {
    if (options.quiet || options.progress == ProgressMode::never) return ProgressStyle::silent;
    const bool bar = options.progress == ProgressMode::always || is_terminal(STDERR_FILENO);
    return bar ? ProgressStyle::bar : ProgressStyle::lines;
}

/// One run with its signals and its progress, on one thread.
class RunSession {
public:
    RunSession(const CliOptions& options, const RunPlan& plan)
        : scenario_(plan.scenario), quiet_(options.quiet), signals_(io_), redraw_(io_),
          display_(progress_style(options), plan.subject, terminal_columns(STDERR_FILENO) - 1,
                   print) {
        hooks_.logger = Logger([this](LogLevel level, std::string_view text) { log(level, text); });
        hooks_.progress = [this](const Progress& progress) {
            display_.update(progress, SystemClock().now());
        };
        hooks_.server_started = [this](int pid) { server_pid_ = pid; };
        hooks_.server_stopped = [this] { server_pid_ = 0; };
    }

    template <ResultSink Sink> Result<RunReport> run(Sink& sink) {
        listen();
        wait_for_signal();
        wait_for_redraw();
        Result<RunReport> result;
        const auto done = [&](std::exception_ptr error, Result<RunReport> value) {
            result = error ? Result<RunReport>(failure_of(error)) : std::move(value);
            io_.stop(); // not by cancelling: a timer that has just expired would go on for ever
        };
        async_run_scenario(io_.get_executor(), scenario_, sink, hooks_,
                           asio::bind_cancellation_slot(cancellation_.slot(), done));
        io_.run();
        display_.finish();
        return result;
    }

    bool interrupted() const noexcept { return signals_seen_ > 0; }

private:
    static Failure failure_of(const std::exception_ptr& error) {
        try {
            std::rethrow_exception(error);
        } catch (const boost::system::system_error& thrown) {
            return fail(thrown.code(), "");
        }
    }

    /// What the user's shell told us to ignore (nohup, a job in the background) stays ignored.
    void listen() {
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
            struct sigaction action {};
            ::sigaction(number, nullptr, &action);
            if (action.sa_handler != SIG_IGN) signals_.add(number);
        }
    }

    void wait_for_signal() {
        signals_.async_wait([this](boost::system::error_code error, int) {
            if (error) return;
            if (++signals_seen_ == 1) {
                if (!quiet_) display_.message("moebench: stopping; once more kills the server");
                cancellation_.emit(asio::cancellation_type::terminal);
            } else if (server_pid_ > 0 && signals_seen_ == 2) {
                ::kill(-server_pid_, SIGKILL);
            } else {
                std::_Exit(static_cast<int>(ExitCode::interrupted));
            }
            wait_for_signal();
        });
    }

    void wait_for_redraw() {
        redraw_.expires_after(250ms);
        redraw_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            // a terminal that the user has stopped must not stop the measurement
            if (can_write_now(STDERR_FILENO)) display_.tick(SystemClock().now());
            wait_for_redraw();
        });
    }

    void log(LogLevel level, std::string_view text) {
        if (quiet_ || level == LogLevel::debug) return;
        const std::string head = level == LogLevel::warning ? "moebench: warning: " : "moebench: ";
        display_.message(head + std::string(text));
    }

    const Scenario& scenario_;
    bool quiet_;
    asio::io_context io_{1};
    asio::signal_set signals_;
    asio::cancellation_signal cancellation_;
    asio::steady_timer redraw_;
    ProgressDisplay display_;
    ScenarioHooks hooks_;
    int server_pid_ = 0;
    int signals_seen_ = 0;
};

void print_files(const OutputPaths& outputs) {
    std::string text = "result   " + outputs.result + "\nsamples  " + outputs.samples + "\n";
    if (!outputs.log.empty()) text += "log      " + outputs.log + "\n";
    print(text);
}

void print_error(const Failure& failure) { print("moebench: " + failure.message() + "\n"); }

/// The last words about a run that measured something.
ExitCode conclude(const CliOptions& options, const OutputPaths& outputs, const RunReport& report,
                  const std::optional<RunInfo>& info) {
    const bool terminal =
        options.progress == ProgressMode::always ||
        (options.progress == ProgressMode::automatic && is_terminal(STDERR_FILENO));
    if (!options.quiet && info && (options.table || terminal)) {
        print("\n" + render_run_table(*info, report) + "\n");
        print_files(outputs);
    } else if (!options.quiet) {
        print("moebench: " + std::to_string(report.summary.requests) + " requests, " +
              std::to_string(report.summary.failed_requests) + " failed; result in " +
              outputs.result + "\n");
    }
    if (report.failure) print_error(*report.failure);
    return exit_code(report.outcome);
}

Result<void> write_to_stdout(std::string_view text) {
    auto written = write_all(STDOUT_FILENO, text);
    return written ? written : prefixed("stdout", written.error());
}

ExitCode measure(const CliOptions& options, RunPlan plan) {
    auto outputs = prepare_outputs(std::move(plan.outputs));
    if (!outputs) {
        print_error(outputs.error());
        return exit_code(outputs.error());
    }
    plan.outputs = *outputs;
    plan.scenario.log_file = outputs->log;

    JsonLinesSink samples(outputs->samples);
    JsonFileSink result(outputs->result);
    std::string metrics_text; // printed when the server is gone: a reader may be slow
    PerfMetricsSink metrics([&](std::string_view text) -> Result<void> {
        metrics_text = text;
        return {};
    });
    LastRun last;
    TeeSink sink(samples, result, metrics, last);
    RunSession session(options, plan);
    auto report = session.run(sink);
    if (report && !report->failure) {
        if (auto written = write_to_stdout(metrics_text); !written) {
            report->outcome = Outcome::failed;
            report->failure = written.error();
        }
    }
    if (report) return conclude(options, *outputs, *report, last.info());
    release_outputs(*outputs);
    if (session.interrupted()) {
        if (!options.quiet) print("moebench: interrupted before anything was measured\n");
        return ExitCode::interrupted;
    }
    print_error(report.error());
    return exit_code(report.error());
}

} // namespace

ExitCode run(const CliOptions& options) {
    Surroundings surroundings = read_surroundings();
    std::optional<TemporaryFolder> empty_folder;
    if (options.clean_env) {
        auto created = TemporaryFolder::create();
        if (!created) {
            print_error(created.error());
            return ExitCode::failed;
        }
        empty_folder.emplace(std::move(*created));
        surroundings.empty_folder = empty_folder->path();
    }
    auto plan = to_scenario(options, surroundings);
    if (!plan) {
        print_error(plan.error());
        return exit_code(plan.error());
    }
    if (!options.quiet) {
        for (const auto& note : plan->notes) print("moebench: " + note + "\n");
        for (const auto& warning : plan->warnings) print("moebench: warning: " + warning + "\n");
    }
    if (options.dry_run) return dry_run(*plan, surroundings);
    return measure(options, std::move(*plan));
}

} // namespace moebench::cli
