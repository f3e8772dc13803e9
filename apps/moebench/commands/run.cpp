// SPDX-License-Identifier: MIT
#include "dry_run.hpp"
#include "output_files.hpp"
#include "run.hpp"
#include "run_table.hpp"
#include "session.hpp"
#include "surroundings.hpp"
#include "terminal.hpp"
#include "to_scenario.hpp"

#include <moebench/result_sink.hpp>
#include <moebench/scenario_runner.hpp>
#include <moebench/store/json_file_sink.hpp>
#include <moebench/store/json_lines_sink.hpp>
#include <moebench/store/perf_metrics_sink.hpp>

#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

namespace moebench::cli {

namespace {

/// Keeps the values of the closing table.
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

void print_files(const OutputPaths& outputs) {
    std::string text = "result   " + outputs.result + "\nsamples  " + outputs.samples + "\n";
    if (!outputs.log.empty()) text += "log      " + outputs.log + "\n";
    print(text);
}

/// Prints the outcome of a run that measured something.
ExitCode conclude(const CliOptions& options, const OutputPaths& outputs, const RunReport& report,
                  const std::optional<RunInfo>& info) {
    if (!options.quiet && info && wants_tables(options)) {
        print("\n" + render_run_table(*info, report) + "\n");
        print_files(outputs);
    } else if (!options.quiet) {
        print("moebench: " + std::to_string(report.summary.requests) + " requests, " +
              std::to_string(report.summary.failed_requests) + " failed; result in " +
              outputs.result + "\n");
    }
    if (report.failure) report_error(*report.failure);
    return exit_code(report.outcome);
}

Result<void> write_to_stdout(std::string_view text) {
    auto written = write_all(STDOUT_FILENO, text);
    return written ? written : prefixed("stdout", written.error());
}

ExitCode measure(const CliOptions& options, RunPlan plan) {
    auto outputs = prepare_outputs(std::move(plan.outputs));
    if (!outputs) return report_error(outputs.error());
    plan.outputs = *outputs;
    plan.scenario.log_file = outputs->log;

    JsonLinesSink samples(outputs->samples);
    JsonFileSink result(outputs->result);
    std::string metrics_text; // printed after the server has stopped: its reader may be slow
    PerfMetricsSink metrics([&](std::string_view text) -> Result<void> {
        metrics_text = text;
        return {};
    });
    LastRun last;
    TeeSink sink(samples, result, metrics, last);
    Session session(options, plan.subject);
    auto report = session.run(run_scenario(plan.scenario, sink, session.hooks()));
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
    return report_error(report.error());
}

} // namespace

ExitCode run(const CliOptions& options) {
    Surroundings surroundings = read_surroundings();
    const auto empty_folder = give_empty_folder(options.clean_env, surroundings);
    if (!empty_folder) return report_error(empty_folder.error());
    auto plan = to_scenario(options, surroundings);
    if (!plan) return report_error(plan.error());
    if (!options.quiet) {
        for (const auto& note : plan->notes) print("moebench: " + note + "\n");
        for (const auto& warning : plan->warnings) print("moebench: warning: " + warning + "\n");
    }
    if (options.dry_run) return dry_run(*plan, surroundings);
    return measure(options, std::move(*plan));
}

} // namespace moebench::cli
