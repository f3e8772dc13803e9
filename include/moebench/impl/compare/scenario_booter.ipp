// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/boot_work.hpp>
#include <moebench/compare/scenario_booter.hpp>
#include <moebench/config.hpp>
#include <moebench/detail/memory_file.hpp>
#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/store/json_lines_sink.hpp>

#include <boost/asio/error.hpp>

#include <string>
#include <utility>

namespace moebench {

namespace detail {

/// "measured-02-1-candidate": block and place count from 1, for people.
MOEBENCH_DECL std::string file_stem(const PlannedBoot& planned) {
    const std::string block = std::to_string(planned.block + 1);
    std::string stem = std::string(to_string(planned.purpose)) + "-" +
                       std::string(block.size() < 2 ? "0" : "") + block + "-" +
                       std::to_string(planned.place + 1) + "-";
    for (const char c : planned.name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '_';
        stem += plain ? c : '-';
    }
    return stem;
}

MOEBENCH_DECL void set_outcome(BootRecord& record, const Result<RunReport>& report) {
    record.outcome = report ? report->outcome : Outcome::failed;
    if (!report) record.failure = report.error().message();
    if (report && report->failure) record.failure = report->failure->message();
}

} // namespace detail

MOEBENCH_DECL ScenarioBooter::ScenarioBooter(asio::any_io_executor executor,
                                             const Experiment& experiment, ScenarioHooks hooks)
    : executor_(std::move(executor)), experiment_(experiment), hooks_(std::move(hooks)) {}

MOEBENCH_DECL Task<BootRecord> ScenarioBooter::boot(PlannedBoot planned, AnswerScript& script) {
    if (!experiment_.prepare.empty()) {
        auto prepared = co_await prepare();
        if (!prepared) co_return prepared.error();
    }
    BootRecord record;
    const Scenario scenario = scenario_of(planned, record);
    detail::MachineReading before, after;
    const ScenarioHooks hooks = hooks_with_readings(before, after);
    JsonLinesSink samples(record.samples_file);
    detail::BootSink kept(record);
    TeeSink sink(samples, kept);
    Result<RunReport> report;
    if (planned.purpose == BootPurpose::preliminary && passes_answers(experiment_)) {
        detail::AnsweringWork work(scenario.suite, sink, experiment_.answers, script, record,
                                   hooks_.logger, hooks.progress);
        report = co_await run(scenario, work, hooks);
    } else {
        detail::NamedSuite work(scenario.suite, sink);
        report = co_await run(scenario, work, hooks);
    }
    if (!report && report.error().code == asio::error::operation_aborted) {
        co_return report.error();
    }
    detail::set_outcome(record, report);
    if (planned.purpose != BootPurpose::preliminary) {
        record.marks = detail::find_marks(record, before, after);
    }
    co_return record;
}

template <class Work>
Task<RunReport> ScenarioBooter::run(const Scenario& scenario, Work& work,
                                    const ScenarioHooks& hooks) {
    detail::ScenarioRun run(executor_, scenario, work, hooks, hashes_);
    co_return co_await run.run();
}

MOEBENCH_DECL Scenario ScenarioBooter::scenario_of(const PlannedBoot& planned,
                                                   BootRecord& record) const {
    Scenario scenario = experiment_.scenario;
    const Arm& arm = experiment_.arms[planned.arm];
    scenario.server = arm.server;
    scenario.run.model = arm.server.alias;
    scenario.run.save_content = true; // replies are part of the comparison
    if (planned.purpose == BootPurpose::preliminary) {
        scenario.run.repetitions = 1;
        scenario.run.warmup_requests = 0;
    }
    const std::string stem = experiment_.boot_folder + "/" + detail::file_stem(planned);
    record.log_file = scenario.log_file = stem + ".log";
    record.samples_file = stem + ".jsonl";
    return scenario;
}

MOEBENCH_DECL ScenarioHooks ScenarioBooter::hooks_with_readings(detail::MachineReading& before,
                                                                detail::MachineReading& after) {
    ScenarioHooks hooks = hooks_;
    hooks.server_started = [this](int pid) {
        pid_ = pid;
        if (hooks_.server_started) hooks_.server_started(pid);
    };
    hooks.measuring_begins = [this, &before] {
        before = detail::read_machine(pid_);
        if (hooks_.measuring_begins) hooks_.measuring_begins();
    };
    hooks.measuring_ends = [this, &after] {
        after = detail::read_machine(pid_);
        if (hooks_.measuring_ends) hooks_.measuring_ends();
    };
    return hooks;
}

MOEBENCH_DECL Task<void> ScenarioBooter::prepare() {
    auto output = detail::MemoryFile::create();
    if (!output) co_return output.error();
    LaunchCommand command;
    command.argv = {"/bin/sh", "-c", experiment_.prepare};
    command.environment = experiment_.arms.front().server.environment;
    command.output_file = output->path();
    command.die_with_parent = experiment_.scenario.die_with_parent;
    auto child = BoostProcessLauncher(executor_).launch(command);
    if (!child) co_return child.error();
    auto ended = co_await child->wait();
    if (!ended) co_return ended.error();
    if (ended->exit_code == 0 && ended->signal == 0) co_return Result<void>();
    co_return fail(Errc::prepare_failed, "'" + experiment_.prepare + "' " + ended->describe() +
                                             ": " + detail::log_tail(output->read(), 5));
}

} // namespace moebench
