// SPDX-License-Identifier: MIT
// A machine that becomes slower during a comparison: why boots are not all A first, then all B.
#include <moebench/compare/scenario_booter.hpp>
#include <moebench/task.hpp>

#include <catch2/catch.hpp>

#include <vector>

#include <support/temporary_folder.hpp>

using namespace moebench;

namespace {

constexpr int blocks = 5;

/// One build in both arms, on a machine that is 1 % slower with every boot.
Experiment same_build_twice(const test::TemporaryFolder& folder) {
    ServerConfig server;
    // every boot hashes its binary, and llama-sim itself is large
    server.binary = folder / "llama-sim";
    test::write_script(server.binary, "exec " LLAMA_SIM " \"$@\"");
    server.model = "sim.gguf";
    server.profile = Profile::measure;
    server.environment = {"LLAMA_SIM_SPEED=1000", "LLAMA_SIM_NOISE=0", "LLAMA_SIM_BOOT_DRIFT=0.01",
                          "LLAMA_SIM_BOOT_COUNTER=" + folder / "boots"};
    Experiment experiment;
    experiment.arms = {Arm("A", server), Arm("B", server)};
    experiment.boots = StoppingRule{.min_boots = blocks, .max_boots = blocks};
    experiment.order_seed = 1;
    experiment.scenario.suite.builtin = BuiltinSuite::multi;
    experiment.scenario.run.repetitions = 1;
    experiment.scenario.run.max_tokens = 16;
    experiment.scenario.run.warmup_requests = 1;
    experiment.answers.positions = 0;
    experiment.boot_folder = folder.path();
    return experiment;
}

/// The k-th boots of both arms become block k, as if they had run together.
Task<ComparisonResult> run_all_of_one_then_the_other(Experiment experiment) {
    ScenarioBooter booter(co_await asio::this_coro::executor, experiment);
    ComparisonResult result;
    result.experiment = facts_of(experiment);
    for (std::size_t arm = 0; arm < experiment.arms.size(); ++arm) {
        for (int block = 0; block < blocks; ++block) {
            const int place = static_cast<int>(arm);
            const PlannedBoot planned{BootPurpose::measured, block, place, arm,
                                      experiment.arms[arm].name};
            auto record = co_await booter.boot(planned, result.script);
            if (!record) co_return record.error();
            record->arm = planned.name;
            record->block = block;
            record->place = place;
            result.boots.push_back(std::move(*record));
        }
    }
    conclude(result);
    co_return std::move(result);
}

/// Leaves out what the client times: for such a fast simulation that depends on the test's machine.
std::vector<MetricComparison> rates(const ComparisonResult& result) {
    auto metrics = result.tested.metrics;
    std::erase_if(metrics,
                  [](const auto& metric) { return !metric.metric.name.ends_with("_per_s"); });
    REQUIRE(metrics.size() == 2);
    return metrics;
}

} // namespace

TEST_CASE("with all of A before all of B, the machine's drift looks like a slower build",
          "[compare_drift]") {
    const test::TemporaryFolder folder;

    const auto result = sync_wait(run_all_of_one_then_the_other(same_build_twice(folder)));

    REQUIRE(result.has_value());
    for (const auto& metric : rates(*result)) {
        CHECK(metric.verdict == Verdict::slower);
        CHECK(metric.interval->ratio == Approx(1 / (1.01 * 1.01 * 1.01 * 1.01 * 1.01)));
        CHECK_FALSE(metric.drift->p_value < 0.05); // the ratios do not show the drift
    }
}

TEST_CASE("with balanced blocks on the same machine, no build looks slower", "[compare_drift]") {
    const test::TemporaryFolder folder;
    NoJournal journal;

    const auto result = sync_wait(run_comparison(same_build_twice(folder), journal));

    REQUIRE(result.has_value());
    CHECK(result->end == ComparisonEnd::completed);
    for (const auto& metric : rates(*result)) {
        CHECK(metric.verdict != Verdict::faster);
        CHECK(metric.verdict != Verdict::slower);
        CHECK(metric.interval->ratio == Approx(1).epsilon(0.01));
    }
    for (const auto& figures : result->tested.arms) {
        if (!figures.metric.name.ends_with("_per_s")) continue;
        CHECK(figures.drift->p_value < 0.05); // and the drift is found
        CHECK(figures.drift->slope < 0);
    }
}
