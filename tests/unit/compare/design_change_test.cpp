// SPDX-License-Identifier: MIT
#include <moebench/compare/boot_plan.hpp>
#include <moebench/compare/design_change.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <utility>

namespace moebench {

namespace {

Experiment experiment_of() {
    Experiment experiment;
    experiment.arms = {Arm("a", ServerConfig()), Arm("b", ServerConfig())};
    experiment.scenario.run.repetitions = 3;
    experiment.order_seed = 7;
    return experiment;
}

std::string change_by(const std::function<void(Experiment&)>& set) {
    auto changed = experiment_of();
    set(changed);
    const auto change = design_change(facts_of(experiment_of()), facts_of(changed));
    return change ? to_string(*change) : "";
}

} // namespace

TEST_CASE("what decides about a verdict is the design, and a change of it is named",
          "[design_change]") {
    const auto [set, said] = GENERATE(table<std::function<void(Experiment&)>, std::string>({
        {[](auto& e) { e.scenario.suite.pp = {64}; }, "pp 64"},
        {[](auto& e) { e.scenario.suite.text_file = "x.txt"; }, "text x.txt"},
        {[](auto& e) { e.scenario.run.warmup = std::chrono::seconds(3); }, "warm-up 3.000 s"},
        {[](auto& e) { e.scenario.run.repetitions = 4; }, "repetitions: '3' against '4'"},
        {[](auto& e) { e.arms[1].declared = "-ub 16"; }, "-ub 16"},
        {[](auto& e) { e.arms[1].server.binary = "x"; }, "binary of b: '' against 'x'"},
        {[](auto& e) { e.arms[0].server.ctx_size = 64; }, "settings of a: "},
        {[](auto& e) {
             e.arms[1].server.extra_args = {"-t", "4"};
         },
         "flags of b: '' against '-t 4'"},
        {[](auto& e) { e.arms[0].server.environment = {"GGML_X=1"}; },
         "variables of a: '' against 'GGML_X=1'"},
        {[](auto& e) { e.arms[1].set_variables = {"Y=1"}; }, "variables of b: '' against 'Y=1'"},
        {[](auto& e) { e.order_seed = 1; }, "order seed: '7' against '1'"},
        {[](auto& e) { e.boots.max_boots = 20; }, "rounds: '10' against '10..20'"},
        {[](auto& e) { e.boots.precision = 0.01; }, "precision: 'none' against '1 %'"},
        {[](auto& e) { e.noise_threshold = 0.0101; }, "noise threshold: '1 %' against '1.01 %'"},
        {[](auto& e) { e.confidence = 0.9; }, "confidence: '95 %' against '90 %'"},
        {[](auto& e) { e.metrics = {"ttft_s"}; }, "against 'ttft_s'"},
        {[](auto& e) { e.aa_blocks = 3; }, "A/A rounds: '0' against '3'"},
    }));
    CAPTURE(said);

    CHECK_THAT(change_by(set), Catch::Contains(said));
}

TEST_CASE("what one session does differently is not a change of the design", "[design_change]") {
    CHECK(change_by([](auto& e) { e.command_line = {"compare", "--quiet"}; }).empty());
    CHECK(change_by([](auto& e) { e.extended_boots = 20; }).empty());
    CHECK(change_by([](auto& e) { e.cooldown = std::chrono::seconds(3); }).empty());
    CHECK(change_by([](auto& e) {
              e.metrics = {"decode_tokens_per_s", "prefill_tokens_per_s"}; // the usual ones
          }).empty());
    CHECK(change_by([](auto& e) { e.arms[0].server.environment = {"HOME=/root"}; }).empty());
}

TEST_CASE("an old file does not hold how its boots are judged", "[design_change]") {
    auto old = facts_of(experiment_of());
    old.servers.clear();
    auto changed = experiment_of();
    changed.noise_threshold = 0.02;
    changed.boots.max_boots = 20;
    CHECK_FALSE(design_change(old, facts_of(changed)));
    changed.order_seed = 8;
    CHECK(design_change(old, facts_of(changed)));
}

} // namespace moebench
