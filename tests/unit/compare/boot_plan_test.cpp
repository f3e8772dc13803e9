// SPDX-License-Identifier: MIT
#include <moebench/compare/boot_plan.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

namespace moebench {

namespace {

Experiment experiment_of(std::vector<std::string> names, int boots = 4) {
    Experiment experiment;
    for (auto& name : names) experiment.arms.emplace_back(std::move(name), ServerConfig());
    experiment.boots = {.min_boots = boots, .max_boots = boots};
    experiment.scenario.run.repetitions = 3;
    experiment.order_seed = 7;
    return experiment;
}

std::vector<std::string> names(const std::vector<PlannedBoot>& boots, BootPurpose purpose) {
    std::vector<std::string> result;
    for (const auto& boot : boots) {
        if (boot.purpose == purpose) result.push_back(boot.name);
    }
    return result;
}

} // namespace

TEST_CASE("each arm has a preliminary boot, and the baseline a second one for its answers",
          "[boot_plan]") {
    auto experiment = experiment_of({"a", "b", "c"});
    using Names = std::vector<std::string>;
    CHECK(names(planned_boots(experiment), BootPurpose::preliminary) == Names{"a", "b", "c", "a"});

    experiment.answers.positions = 0;
    CHECK(names(planned_boots(experiment), BootPurpose::preliminary) == Names{"a", "b", "c"});
}

TEST_CASE("blocks contain every arm once, in an order that the seed decides", "[boot_plan]") {
    const auto experiment = experiment_of({"a", "b"}, 10);
    std::map<int, std::vector<std::string>> blocks;
    int a_first = 0;
    for (const auto& boot : planned_boots(experiment)) {
        if (boot.purpose != BootPurpose::measured) continue;
        CHECK(boot.place == static_cast<int>(blocks[boot.block].size()));
        CHECK(experiment.arms[boot.arm].name == boot.name);
        blocks[boot.block].push_back(boot.name);
        a_first += boot.place == 0 && boot.name == "a";
    }
    CHECK(blocks.size() == 10);
    for (auto& [block, arms] : blocks) {
        std::sort(arms.begin(), arms.end());
        CHECK(arms == std::vector<std::string>{"a", "b"});
    }
    CHECK(a_first == 5);

    auto other = experiment;
    other.order_seed = 8;
    const auto order = [](const Experiment& e) {
        return names(planned_boots(e), BootPurpose::measured);
    };
    CHECK(order(experiment) == order(experiment));
    CHECK(order(experiment) != order(other));
}

TEST_CASE("an A/A boots the baseline on both sides", "[boot_plan]") {
    auto experiment = experiment_of({"a", "b"});
    experiment.aa_blocks = 3;
    int boots = 0;
    for (const auto& boot : planned_boots(experiment)) {
        if (boot.purpose != BootPurpose::aa) continue;
        ++boots;
        CHECK(boot.arm == 0);
        CHECK((boot.name == "baseline A" || boot.name == "baseline B"));
    }
    CHECK(boots == 6);
}

TEST_CASE("the error of an invalid experiment says why", "[boot_plan]") {
    auto experiment = experiment_of({"a", "b"});
    CHECK(check(experiment).has_value());
    const auto fault = [](Experiment faulty) { return check(faulty).error().message(); };
    auto faulty = experiment;
    faulty.arms.pop_back();
    CHECK(fault(faulty) == "comparison: at least two arms are needed");
    faulty = experiment_of({"a", "a"});
    CHECK(fault(faulty) == "comparison: two arms are called a");
    faulty = experiment_of({"a", ""});
    CHECK(fault(faulty) == "comparison: an arm has no name");
    faulty = experiment;
    faulty.scenario.run.repetitions.reset();
    CHECK_THAT(fault(faulty), Catch::Contains("number of repetitions"));
    faulty = experiment;
    faulty.confidence = 1;
    CHECK_THAT(fault(faulty), Catch::Contains("confidence"));
    faulty = experiment;
    faulty.noise_threshold = -1;
    CHECK_THAT(fault(faulty), Catch::Contains("threshold"));
    faulty = experiment;
    faulty.scenario.url = "http://localhost:1";
    CHECK_THAT(fault(faulty), Catch::Contains("address"));
}

TEST_CASE("equal arms make an A/A", "[boot_plan]") {
    auto experiment = experiment_of({"a", "b"});
    CHECK(facts_of(experiment).aa);
    experiment.arms[1].server.extra_args = {"-t", "4"};
    CHECK_FALSE(facts_of(experiment).aa);
}

} // namespace moebench
