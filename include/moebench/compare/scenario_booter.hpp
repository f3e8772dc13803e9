// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_runner.hpp>
#include <moebench/compare/detail/boot_marks.hpp>
#include <moebench/compare/detail/turns.hpp>
#include <moebench/scenario_runner.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/this_coro.hpp>

#include <span>
#include <utility>
#include <vector>

namespace moebench {

/// Boots the arms of an experiment with real servers: runs `prepare`, then the server of the arm
/// with the scenario of the experiment. Log and samples are files in `boot_folder`, named after
/// purpose, block, place and arm. The experiment must outlive it.
class ScenarioBooter {
public:
    /// Starts nothing yet. `hooks` are called for each server.
    ScenarioBooter(asio::any_io_executor executor, const Experiment& experiment,
                   ScenarioHooks hooks = ScenarioHooks());

    /// See Booter. Errors: Errc::prepare_failed with the last lines of the command's output,
    /// operation_aborted. Cancellation: terminal; the server is gone when the task ends.
    Task<BootRecord> boot(PlannedBoot planned, AnswerScript& script);

    /// See BlockBooter: servers load one after the other, their requests take turns, and all stop
    /// when the last request is answered. Errors, cancellation: as for boot().
    Task<std::vector<BootRecord>> boot_block(std::vector<PlannedBoot> block);

    /// See BlockBooter. Errors: Errc::invalid_option with the device or main memory that is too
    /// small.
    Result<void> check_memory(std::span<const BootRecord> preliminary) const;

private:
    /// `turns`: null, or what the run takes turns with, as number planned.place.
    Task<BootRecord> boot(PlannedBoot planned, AnswerScript& script, detail::Turns* turns);
    template <class Work>
    Task<RunReport> run(const Scenario& scenario, Work& work, const ScenarioHooks& hooks);
    Scenario scenario_of(const PlannedBoot& planned, BootRecord& record) const;
    ScenarioHooks hooks_of(detail::BootReadings& readings) const;
    Task<void> prepare();

    asio::any_io_executor executor_;
    const Experiment& experiment_;
    ScenarioHooks hooks_;
    detail::FileHashes hashes_;
};
static_assert(BlockBooter<ScenarioBooter>);

/// Runs a comparison with real servers; see ComparisonRunner. The suite's file is read once.
/// Executor: an io_context that one thread runs, or a strand. Cancellation: terminal; no server is
/// left running. Lifetime: the journal must outlive the task.
template <ComparisonJournal Journal>
Task<ComparisonResult> run_comparison(Experiment experiment, Journal& journal,
                                      ScenarioHooks hooks = ScenarioHooks(),
                                      ComparisonProgressFunction progress = {},
                                      ComparisonResult earlier = ComparisonResult()) {
    if (auto read = read_input(experiment.scenario.suite); !read) co_return read.error();
    ScenarioBooter booter(co_await asio::this_coro::executor, experiment, std::move(hooks));
    ComparisonRunner<ScenarioBooter> runner(booter, experiment, std::move(progress));
    co_return co_await runner.run(journal, std::move(earlier));
}

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/scenario_booter.ipp>
#endif
