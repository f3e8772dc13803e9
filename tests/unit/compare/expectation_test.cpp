// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/boot_plan.hpp>
#include <moebench/compare/expectation.hpp>

#include <catch2/catch.hpp>

#include <cmath>

namespace moebench {

namespace {

Experiment experiment_of(int boots) {
    Experiment experiment;
    experiment.arms = {Arm("a", ServerConfig()), Arm("b", ServerConfig())};
    experiment.boots = {.min_boots = boots, .max_boots = boots};
    experiment.scenario.run.repetitions = 1;
    return experiment;
}

/// Five blocks of that work; boots take 10 s, the preliminary ones 40 s.
ComparisonResult earlier() {
    auto result = test::result_with(1.02);
    result.experiment = facts_of(experiment_of(5));
    for (const char* arm : {"a", "b", "a"}) {
        result.boots.push_back(test::boot_of(arm, BootPurpose::preliminary));
        result.boots.back().took_s = 40;
    }
    conclude(result);
    return result;
}

} // namespace

TEST_CASE("an earlier comparison of the same work tells how long it takes", "[expectation]") {
    auto experiment = experiment_of(10);
    experiment.cooldown = std::chrono::seconds(2);
    const auto expected = expectation_of(experiment, earlier()).value();
    CHECK(to_seconds(expected.time) == Approx(3 * 40 + 20 * (10 + 2)));
}

TEST_CASE("its spread between blocks tells how precise the intervals will be", "[expectation]") {
    const auto expected = expectation_of(experiment_of(20), earlier()).value();
    REQUIRE(expected.precision.size() == 2);
    CHECK(expected.precision[0].first == "prefill_tokens_per_s");
    // t(0.975, 19) times the deviation of 1.001, 0.999, 1.0005, 0.9995, 1.0, over sqrt(20)
    CHECK(expected.precision[0].second ==
          Approx(2.0930 * 7.9057e-4 / std::sqrt(20)).epsilon(0.001));
}

TEST_CASE("a comparison of other work, or without measured boots, tells nothing", "[expectation]") {
    auto other = earlier();
    other.experiment.work += ", seed 3";
    CHECK_FALSE(expectation_of(experiment_of(10), other).has_value());
    other = earlier();
    other.experiment.repetitions = 3;
    CHECK_FALSE(expectation_of(experiment_of(10), other).has_value());
    other = earlier();
    std::erase_if(other.boots,
                  [](const BootRecord& boot) { return boot.purpose == BootPurpose::measured; });
    CHECK_FALSE(expectation_of(experiment_of(10), other).has_value());
}

} // namespace moebench
