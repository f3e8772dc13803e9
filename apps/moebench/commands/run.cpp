// SPDX-License-Identifier: MIT
#include "dry_run.hpp"
#include "output_files.hpp"
#include "run.hpp"
#include "run_table.hpp"
#include "saved_result.hpp"
#include "session.hpp"
#include "surroundings.hpp"
#include "terminal.hpp"
#include "to_scenario.hpp"

#include <moebench/result_sink.hpp>
#include <moebench/scenario_runner.hpp>
#include <moebench/store/json_file_sink.hpp>
#include <moebench/store/json_lines_sink.hpp>
#include <moebench/store/perf_metrics_sink.hpp>
#include <moebench/suites/builtin_suite.hpp>

#include <optional>
#include <string>
#include <utility>
#include <variant>

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

/// Reads the result of --against, and checks every --fail-if before anything starts.
Result<std::optional<RunResult>> check_gates(const CliOptions& options, Scenario& scenario) {
    std::optional<RunResult> against;
    if (options.gates.empty()) return against;
    if (auto read = read_input(scenario.suite); !read) return read.error();
    if (!options.against.empty()) {
        auto saved = read_saved_result(options.against);
        if (!saved) return prefixed("--against", saved.error());
        auto* run = std::get_if<RunResult>(&*saved);
        const auto usable = run != nullptr
                                ? check_against(scenario, *run)
                                : Result<void>(fail(Errc::invalid_option,
                                                    "the result of a comparison; give the result "
                                                    "of a run"));
        if (!usable) return prefixed("--against: " + options.against, usable.error());
        against = std::move(*run);
    }
    for (const auto& gate : options.gates) {
        auto known = check_run_gate(gate, scenario, against ? &*against : nullptr);
        if (!known) return prefixed("--fail-if", known.error());
    }
    return against;
}

/// Prints what became of each condition; ExitCode::regression if one failed.
ExitCode judge_gates(const CliOptions& options, const SuiteSpec& suite, const RunReport& report,
                     const std::optional<RunResult>& against) {
    auto code = ExitCode::ok;
    for (const auto& gate : options.gates) {
        const auto outcome = judge(gate, suite, report, against ? &*against : nullptr);
        if (outcome.failed) code = ExitCode::regression;
        if (!outcome.failed && options.quiet) continue;
        print("moebench: --fail-if " + outcome.text + "\n");
    }
    return code;
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
    const auto collected = collected_streams(report.summary);
    if (!options.quiet && !collected.empty()) print("moebench: warning: " + collected + "\n");
    if (report.failure) report_error(*report.failure);
    return exit_code(report.outcome);
}

Result<void> write_to_stdout(std::string_view text) {
    auto written = write_all(STDOUT_FILENO, text);
    return written ? written : prefixed("stdout", written.error());
}

ExitCode measure(const CliOptions& options, RunPlan plan, const std::optional<RunResult>& against) {
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
    if (report) {
        const auto code = conclude(options, *outputs, *report, last.info());
        return code == ExitCode::ok ? judge_gates(options, plan.scenario.suite, *report, against)
                                    : code;
    }
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
    const auto against = check_gates(options, plan->scenario);
    if (!against) return report_error(against.error());
    if (!options.quiet) {
        for (const auto& note : plan->notes) print("moebench: " + note + "\n");
        for (const auto& warning : plan->warnings) print("moebench: warning: " + warning + "\n");
    }
    if (options.dry_run) return dry_run(*plan, surroundings);
    return measure(options, std::move(*plan), *against);
}

} // namespace moebench::cli
