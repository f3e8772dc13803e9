// SPDX-License-Identifier: MIT
#include "compare/simulated_boots.hpp"

#include <moebench/compare/disturbance.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace moebench {

namespace {

std::vector<Disturbance> found(BootNoise noise, std::size_t arms = 2, double threshold = 0.01) {
    const ComparisonPlan plan{.arms = simulated_arms(arms),
                              .metrics = {{.name = "prefill"}, {.name = "decode"}},
                              .noise_threshold = threshold};
    SimulatedBoots machine(3, noise, 0.002, 0.001, arms);
    auto all = find_disturbances(plan, machine.upto(10, {{"prefill"}, {"decode"}}));
    CHECK(all.size() == 4 * (arms - 1));
    std::erase_if(all, [](const Disturbance& each) { return !each.found; });
    return all;
}

} // namespace

TEST_CASE("slower boots after an arm are its carry-over", "[disturbance]") {
    const std::size_t arms = GENERATE(2u, 3u);
    const auto carried = found(BootNoise::carry_over, arms);

    REQUIRE(carried.size() == 2); // metrics
    for (const auto& each : carried) {
        CHECK(each.kind == DisturbanceKind::carry_over);
        CHECK(each.arm == simulated_arms(arms).back());
        CHECK(each.log_ratio == Approx(std::log(0.98)).margin(0.006));
        CHECK(each.p_value < 0.005);
    }
}

TEST_CASE("a first pass that only one arm has slow is found", "[disturbance]") {
    const auto first = found(BootNoise::slow_first_pass);

    REQUIRE(first.size() == 2);
    for (const auto& each : first) {
        CHECK(each.kind == DisturbanceKind::first_pass);
        CHECK(each.log_ratio == Approx(std::log(0.95)).margin(0.01));
    }
}

TEST_CASE("nothing is found in a quiet comparison, or below half the noise threshold",
          "[disturbance]") {
    CHECK(found(BootNoise::normal).empty());
    CHECK(found(BootNoise::carry_over, 2, 0.05).empty());
}

TEST_CASE("one pass or a few boots are not tested", "[disturbance]") {
    const ComparisonPlan plan{.arms = simulated_arms(2), .metrics = {{.name = "decode"}}};
    SimulatedBoots machine(3, BootNoise::carry_over, 0.002);
    auto boots = machine.upto(3, {{"decode"}});
    for (auto& boot : boots) {
        for (auto& prompt : boot.prompts) prompt.values["decode"].resize(1);
    }
    CHECK(find_disturbances(plan, boots).empty());
    CHECK(find_disturbances(plan, {}).empty());
    CHECK(find_disturbances(ComparisonPlan(), {}).empty());
}

} // namespace moebench
