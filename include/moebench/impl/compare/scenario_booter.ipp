// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/boot_work.hpp>
#include <moebench/compare/detail/memory_need.hpp>
#include <moebench/compare/scenario_booter.hpp>
#include <moebench/config.hpp>
#include <moebench/detail/memory_file.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/store/json_lines_sink.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <exception>
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

/// `extra_body`, and the candidates for each token of the reply. An invalid body stays as it is:
/// the first request reports it.
MOEBENCH_DECL std::string asking_for_candidates(const std::string& extra_body) {
    auto body = parse_json(extra_body.empty() ? "{}" : extra_body, "extra body");
    if (!body || !body->is_object()) return extra_body;
    body->get_object().emplace("logprobs", true);
    body->get_object().emplace("top_logprobs", answer_candidates);
    return boost::json::serialize(*body);
}

/// The boot, to be started with others.
inline auto spawned(const asio::any_io_executor& executor, Task<BootRecord> boot) {
    return asio::co_spawn(executor, std::move(boot), asio::deferred);
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
    return boot(std::move(planned), script, nullptr);
}

MOEBENCH_DECL Task<std::vector<BootRecord>>
ScenarioBooter::boot_block(std::vector<PlannedBoot> block) {
    detail::Turns turns(executor_, block.size());
    AnswerScript no_script; // only preliminary boots use one, and those have no block
    std::vector<decltype(detail::spawned(executor_, boot(block.front(), no_script)))> boots;
    for (const auto& planned : block) {
        boots.push_back(detail::spawned(executor_, boot(planned, no_script, &turns)));
    }
    auto [order, thrown, records] =
        co_await asio::experimental::make_parallel_group(std::move(boots))
            .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const auto& exception : thrown) {
        if (exception) std::rethrow_exception(exception);
    }
    std::vector<BootRecord> finished;
    for (auto& record : records) {
        if (!record) co_return record.error();
        finished.push_back(std::move(*record));
    }
    co_return finished;
}

MOEBENCH_DECL Result<void>
ScenarioBooter::check_memory(std::span<const BootRecord> preliminary) const {
    const auto arms = preliminary.first(std::min(preliminary.size(), experiment_.arms.size()));
    const auto shortage = detail::memory_shortage(arms, detail::available_memory_mib());
    if (shortage.empty()) return {};
    return fail(Errc::invalid_option, "memory does not hold all servers at once: " + shortage);
}

MOEBENCH_DECL Task<BootRecord> ScenarioBooter::boot(PlannedBoot planned, AnswerScript& script,
                                                    detail::Turns* turns) {
    const detail::LeaveTurns leave(turns, planned.place);
    if (turns != nullptr) {
        auto ready = co_await turns->may_start(static_cast<std::size_t>(planned.place));
        if (!ready) co_return ready.error();
    }
    if (!experiment_.prepare.empty()) {
        auto prepared = co_await prepare();
        if (!prepared) co_return prepared.error();
    }
    BootRecord record;
    const Scenario scenario = scenario_of(planned, record);
    detail::BootReadings readings;
    ScenarioHooks hooks = hooks_of(readings);
    JsonLinesSink samples(record.samples_file);
    detail::BootSink kept(record);
    TeeSink sink(samples, kept);
    Result<RunReport> report;
    if (planned.purpose == BootPurpose::preliminary && passes_answers(experiment_)) {
        detail::AnsweringWork work(scenario.suite, sink, experiment_.answers, script, record,
                                   hooks_.logger, hooks.progress);
        report = co_await run(scenario, work, hooks);
    } else if (turns != nullptr) {
        const auto place = static_cast<std::size_t>(planned.place);
        hooks.turn_begins = [turns, place] { return turns->begin(place); };
        hooks.turn_ends = [turns, place] { turns->end(place); };
        detail::NamedSuite suite(scenario.suite, sink);
        detail::TurnTakingWork work(suite, *turns, place);
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
        record.marks = detail::find_marks(record, readings.before, readings.after);
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
        if (!scenario.run.repetitions) scenario.run.repetitions = 1;
        scenario.run.warmup_requests = 0;
        if (passes_answers(experiment_)) {
            scenario.run.stream = false; // llama-server streams only some tokens' candidates
            scenario.run.extra_body = detail::asking_for_candidates(scenario.run.extra_body);
        }
    }
    const std::string stem = experiment_.boot_folder + "/" + detail::file_stem(planned);
    record.log_file = scenario.log_file = stem + ".log";
    record.samples_file = stem + ".jsonl";
    return scenario;
}

MOEBENCH_DECL ScenarioHooks ScenarioBooter::hooks_of(detail::BootReadings& readings) const {
    ScenarioHooks hooks = hooks_;
    hooks.server_started = [this, &readings](int pid) {
        readings.pid = pid;
        if (hooks_.server_started) hooks_.server_started(pid);
    };
    hooks.measuring_begins = [this, &readings] {
        readings.before = detail::read_machine(readings.pid);
        if (hooks_.measuring_begins) hooks_.measuring_begins();
    };
    hooks.measuring_ends = [this, &readings] {
        readings.after = detail::read_machine(readings.pid);
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
