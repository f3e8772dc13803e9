// SPDX-License-Identifier: MIT
// Are verdicts wrong as rarely as they claim? Simulated comparisons with compare_boots(), seeded.
// Run directly, this program prints the table of its rates.
#include "compare/simulated_boots.hpp"

#include <moebench/compare/comparison.hpp>
#include <moebench/compare/stopping_rule.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

namespace {

constexpr int experiments = 2000;

struct Tally {
    int runs = 0;
    /// Runs with a wrong `faster` or `slower` in any metric.
    int false_alarms = 0;
    int faster = 0, no_difference = 0;
    /// Runs in which a metric is shown to be worse by more than the noise threshold; in which none
    /// is, as shown for each.
    int regressed = 0, no_worse = 0;
    /// Runs in which each metric that is faster is found, and none is called slower.
    int headlines = 0;
    int intervals = 0, covered = 0;
    /// Runs in which every interval contains the true ratio.
    int all_covered = 0;
    long blocks = 0;

    double false_share() const { return static_cast<double>(false_alarms) / runs; }
    double coverage() const { return static_cast<double>(covered) / intervals; }
    double power() const { return static_cast<double>(faster) / runs; }
};

const char* name_of(BootNoise noise) {
    static constexpr const char* names[]{"normal", "skewed", "t3", "bad boots"};
    return names[static_cast<int>(noise)];
}

ComparisonPlan plan_for(const std::vector<SimulatedMetric>& metrics) {
    ComparisonPlan plan{.arms = {"baseline", "candidate"}};
    for (const auto& metric : metrics) plan.metrics.push_back({.name = metric.name});
    return plan;
}

void add(Tally& tally, const Comparison& comparison, const std::vector<SimulatedMetric>& metrics) {
    bool false_alarm = false, all_covered = true, regressed = false, no_worse = true;
    bool headline = true;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const auto& found = comparison.metrics[i];
        const double truth = metrics[i].effect;
        false_alarm |= found.verdict == Verdict::faster && truth <= 0;
        false_alarm |= found.verdict == Verdict::slower && truth >= 0;
        tally.faster += found.verdict == Verdict::faster;
        tally.no_difference += found.verdict == Verdict::no_difference;
        regressed |= found.regressed;
        headline &= found.verdict != Verdict::slower;
        headline &= truth <= 0 || found.verdict == Verdict::faster;
        no_worse &= found.no_worse;
        const double ratio = std::exp(truth);
        const bool covered = found.interval->lo <= ratio && ratio <= found.interval->hi;
        ++tally.intervals;
        tally.covered += covered;
        all_covered &= covered;
    }
    tally.false_alarms += false_alarm;
    tally.all_covered += all_covered;
    tally.regressed += regressed;
    tally.no_worse += no_worse;
    tally.headlines += headline;
    tally.blocks += static_cast<long>(comparison.metrics[0].blocks.size());
    ++tally.runs;
}

/// Simulates comparisons until `rule` lets each stop, as a runner would.
Tally simulate(BootNoise noise, double deviation, const StoppingRule& rule,
               const std::vector<SimulatedMetric>& metrics) {
    const auto plan = plan_for(metrics);
    Tally tally;
    for (int run = 0; run < experiments; ++run) {
        SimulatedBoots machine(static_cast<std::uint64_t>(run), noise, deviation, 0.001);
        for (int blocks = rule.min_boots;; ++blocks) {
            const auto comparison = compare_boots(plan, machine.upto(blocks, metrics)).value();
            if (!may_stop(rule, comparison, blocks)) continue;
            add(tally, comparison, metrics);
            break;
        }
    }
    return tally;
}

/// One row of the validation table, in Markdown.
void print(const char* what, BootNoise noise, const std::string& boots, const Tally& tally) {
    static bool headed = false;
    if (!std::exchange(headed, true)) {
        std::puts("| truth | boot noise | boots | mean | runs | false faster/slower | interval "
                  "covers | all cover | faster |\n|---|---|---|---|---|---|---|---|---|");
    }
    const double runs = tally.runs;
    std::printf("| %s | %s | %s | %.1f | %d | %.2f %% | %.2f %% | %.2f %% | %.2f %% |\n", what,
                name_of(noise), boots.c_str(), static_cast<double>(tally.blocks) / runs, tally.runs,
                100 * tally.false_share(), 100 * tally.coverage(), 100 * tally.all_covered / runs,
                100 * tally.power());
}

const auto noises = {BootNoise::normal, BootNoise::skewed, BootNoise::student_t3,
                     BootNoise::bad_boots};

/// Checks for each kind of noise that false verdicts are rare, and that the intervals cover.
void check_rates(const char* what, double deviation, const StoppingRule& rule,
                 const std::vector<SimulatedMetric>& metrics) {
    const auto least = std::to_string(rule.min_boots), most = std::to_string(rule.max_boots);
    for (const auto noise : noises) {
        const auto tally = simulate(noise, deviation, rule, metrics);
        print(what, noise, least == most ? least : least + ".." + most, tally);

        CHECK(tally.false_share() <= 0.06);
        CHECK(tally.coverage() >= 0.94);
    }
}

} // namespace

TEST_CASE("A against A is rarely found different, and the interval covers", "[simulation]") {
    const int boots = GENERATE(3, 5, 10);
    check_rates("A/A, one metric", 0.02, {boots, boots, {}}, {{"decode"}});
}

TEST_CASE("with three metrics, one or more false verdicts are equally rare", "[simulation]") {
    const int boots = GENERATE(3, 5, 10);
    check_rates("A/A, three metrics", 0.02, {boots, boots, {}},
                {{"prefill"}, {"decode"}, {"other"}});
}

TEST_CASE("stopping by precision does not find more differences between A and A", "[simulation]") {
    check_rates("A/A, one metric", 0.01, make_stopping_rule(8, 20, 0.01).value(), {{"decode"}});
}

TEST_CASE("stopping by precision finds no more differences with three metrics either",
          "[simulation]") {
    // Less noise: otherwise all would run to the maximum.
    check_rates("A/A, three metrics", 0.007, make_stopping_rule(8, 20, 0.01).value(),
                {{"prefill"}, {"decode"}, {"other"}});
}

TEST_CASE("verdicts and intervals are also right beside true differences", "[simulation]") {
    check_rates("+8 %, -8 % and none", 0.02, {5, 5, {}},
                {{"prefill", 0.08}, {"decode", -0.08}, {"other"}});
}

TEST_CASE("a difference as large as the noise threshold is rarely called none", "[simulation]") {
    const auto tally = simulate(BootNoise::normal, 0.003, {5, 5, {}}, {{"decode", std::log(1.01)}});
    print("+1 %, 0.3 % boot noise", BootNoise::normal, "5", tally);

    CHECK(tally.no_difference <= 0.06 * tally.runs);
    CHECK(tally.no_difference > 0);
}

TEST_CASE("2 % more speed is found with five boots and 0.5 % noise", "[simulation]") {
    const auto tally = simulate(BootNoise::normal, 0.005, {5, 5, {}}, {{"decode", std::log(1.02)}});
    print("+2 %, 0.5 % boot noise", BootNoise::normal, "5", tally);

    CHECK(tally.power() >= 0.9);
}

TEST_CASE("each exit code is wrong in few comparisons", "[simulation]") {
    const int boots = GENERATE(3, 5, 10, 20);
    for (const auto noise : noises) {
        for (const double percent : {-1.0, -0.5, 0.0}) { // of decode; a slowdown of 1 % matters
            const double effect = std::log1p(percent / 100);
            const auto tally =
                simulate(noise, 0.005, {boots, boots, {}}, {{"prefill"}, {"decode", effect}});
            CAPTURE(boots, name_of(noise), percent);
            CHECK(tally.regressed <= 0.06 * tally.runs);
            // at the threshold itself, which is not more than it, the claim is at its weakest
            if (percent == -1.0) CHECK(tally.no_worse <= 0.06 * tally.runs);
        }
    }
}

TEST_CASE("2 % more decode is the headline, whatever prefill says", "[simulation]") {
    const auto tally =
        simulate(BootNoise::normal, 0.005, {10, 10, {}}, {{"prefill"}, {"decode", std::log(1.02)}});
    print("decode +2 %, prefill 0 %, 0.5 % boot noise", BootNoise::normal, "10", tally);

    CHECK(tally.headlines >= 0.95 * tally.runs);
}

TEST_CASE("a machine that gets slower misleads all A then all B, but not balanced blocks",
          "[simulation]") {
    const std::vector<SimulatedMetric> metrics{{"decode"}};
    constexpr int blocks = 5;
    Tally one_then_other, balanced;
    for (std::uint64_t seed = 0; seed < experiments; ++seed) {
        SimulatedBoots machine(seed, BootNoise::normal, 0.005, 0.01);
        SimulatedBoots same(seed, BootNoise::normal, 0.005, 0.01);
        std::vector<BootMeasurement> boots;
        for (int i = 0; i < 2 * blocks; ++i) {
            boots.push_back(same.boot(i >= blocks, metrics));
            boots.back().block = i % blocks;
        }
        add(one_then_other, compare_boots(plan_for(metrics), boots).value(), metrics);
        add(balanced, compare_boots(plan_for(metrics), machine.upto(blocks, metrics)).value(),
            metrics);
    }
    print("A/A, -1 % a boot, AAAAABBBBB", BootNoise::normal, "5", one_then_other);
    print("A/A, -1 % a boot, balanced", BootNoise::normal, "5", balanced);

    CHECK(one_then_other.false_share() > 0.99);
    CHECK(balanced.false_share() <= 0.06);
}

} // namespace moebench
