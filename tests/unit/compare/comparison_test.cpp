// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/compare/comparison.hpp>

#include <catch2/catch.hpp>

#include <cmath>

namespace moebench {

namespace {

const Metric decode{.name = "decode"};

/// One prompt, one value; the baseline's value is 100.
std::vector<BootMeasurement> boots_with_ratios(std::vector<double> ratios) {
    std::vector<BootMeasurement> boots;
    for (std::size_t i = 0; i < ratios.size(); ++i) {
        const int block = static_cast<int>(i);
        boots.push_back({"main", block, {{"p", {{"decode", {100.0}}}}}});
        boots.push_back({"patch", block, {{"p", {{"decode", {100 * ratios[i]}}}}}});
    }
    return boots;
}

ComparisonPlan plan_for(Metric metric) {
    return {.arms = {"main", "patch"}, .metrics = {std::move(metric)}};
}

MetricComparison compared(std::vector<double> ratios, Better better = Better::higher) {
    return compare_boots(plan_for({"decode", better, ""}), boots_with_ratios(std::move(ratios)))
        .value()
        .metrics.at(0);
}

BootMeasurement reference_boot(const boost::json::value& row) {
    BootMeasurement boot{.arm = std::string(row.at("arm").as_string()),
                         .block = row.at("block").to_number<int>()};
    for (const auto& prompt : row.at("prompts").as_array()) {
        auto& values = boot.prompts.emplace_back(std::to_string(boot.prompts.size()),
                                                 decltype(PromptMeasurement::values){});
        for (const char* metric : {"prefill", "decode", "ttft"}) {
            values.values[metric] = numbers(prompt, metric);
        }
    }
    return boot;
}

} // namespace

TEST_CASE("the verdicts on three arms and metrics equal those of NumPy and SciPy", "[comparison]") {
    std::vector<BootMeasurement> boots;
    for (const auto& row : reference("comparison").at("boots").as_array()) {
        boots.push_back(reference_boot(row));
    }
    const ComparisonPlan plan{.arms = {"main", "patch", "other"},
                              .metrics = {{"prefill", Better::higher, ""},
                                          {"decode", Better::higher, ""},
                                          {"ttft", Better::lower, ""}}};

    const auto comparison = compare_boots(plan, boots).value();

    const auto& figures = reference("comparison").at("figures").as_array();
    REQUIRE(comparison.metrics.size() == figures.size());
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto& metric = comparison.metrics[i];
        CAPTURE(figures[i]);
        CHECK(metric.metric.name == figures[i].at("metric").as_string());
        CHECK(metric.arm == figures[i].at("arm").as_string());
        CHECK(metric.p_value.value() == Approx(number(figures[i], "p_value")).epsilon(1e-9));
        CHECK(metric.adjusted_p.value() == Approx(number(figures[i], "adjusted_p")).epsilon(1e-9));
        CHECK(metric.precision.value() == Approx(number(figures[i], "precision")).epsilon(1e-9));
        CHECK(metric.interval->ratio == Approx(number(figures[i], "ratio")).epsilon(1e-12));
        CHECK(metric.interval->lo == Approx(number(figures[i], "low")).epsilon(1e-12));
        CHECK(metric.interval->hi == Approx(number(figures[i], "high")).epsilon(1e-12));
        CHECK(to_string(metric.verdict) == figures[i].at("verdict").as_string());
    }
}

TEST_CASE("higher is faster for a rate, slower for a time", "[comparison]") {
    CHECK(compared({1.05, 1.06, 1.055}).verdict == Verdict::faster);
    CHECK(compared({0.95, 0.96, 0.955}).verdict == Verdict::slower);
    CHECK(compared({1.05, 1.06, 1.055}, Better::lower).verdict == Verdict::slower);
    CHECK(compared({0.95, 0.96, 0.955}, Better::lower).verdict == Verdict::faster);
}

TEST_CASE("a difference within the noise threshold is none, even when it is certain",
          "[comparison]") {
    const auto metric = compared({1.005, 1.0051, 1.0049});

    CHECK(metric.interval->lo > 1);
    CHECK(metric.verdict == Verdict::no_difference);
}

TEST_CASE("an interval that contains 1 and exceeds the threshold is inconclusive", "[comparison]") {
    const auto metric = compared({0.99, 1.03, 1.01, 1.02});

    CHECK(metric.verdict == Verdict::inconclusive);
    CHECK(metric.more_boots.value() > 0);
    CHECK_FALSE(compared({1.05, 1.06, 1.055}).more_boots);
}

TEST_CASE("below three blocks there is no verdict, however clear the figures are", "[comparison]") {
    CHECK(compared({1.5, 1.5000001}).verdict == Verdict::too_few_blocks);
    CHECK(compared({1.5, 1.5000001}).interval.has_value());
    CHECK_FALSE(compared({1.5}).interval);
    CHECK(compared({1.5}).blocks.size() == 1);
}

TEST_CASE("a block with unequal work, a missing boot or a missing value is left out",
          "[comparison]") {
    auto boots = boots_with_ratios({1.02, 1.02, 1.02, 1.02, 1.02, 1.02});
    boots[1].prompts[0].values["decode"].push_back(102); // block 0
    boots[2].prompts[0].values["decode"][0] = 0;         // block 1
    boots[4].arm = "patch", boots[4].block = 5;          // no main in block 2, two patch in block 5

    const auto metric = compare_boots(plan_for(decode), boots)->metrics.at(0);

    REQUIRE(metric.blocks.size() == 2);
    CHECK(metric.blocks[0].block == 3);
    CHECK(metric.blocks[0].log_ratio == Approx(std::log(1.02)));
    REQUIRE(metric.left_out.size() == 4);
    CHECK(metric.left_out[0].why == "the arms did unequal work");
    CHECK(metric.left_out[1].why == "main has no value above zero");
    CHECK(metric.left_out[2].why == "main has no boot");
    CHECK(metric.left_out[3].why == "patch has more than one boot");
    CHECK(metric.left_out[3].block == 5);
}

TEST_CASE("one boot far from the others of its arm is named and still counted", "[comparison]") {
    const auto comparison =
        compare_boots(plan_for(decode), boots_with_ratios({1.0, 1.001, 0.88, 0.999, 1.0005}));

    CHECK(comparison->arms.at(0).outlier_blocks.empty());
    CHECK(comparison->arms.at(1).outlier_blocks == std::vector{2});
    CHECK(comparison->arms.at(1).boots == 5);
    CHECK(comparison->metrics.at(0).interval->ratio == Approx(0.9748).epsilon(1e-4));
}

TEST_CASE("drift of the machine and drift of the difference are two figures", "[comparison]") {
    const auto of_difference = compared({1.00, 1.011, 1.0203, 1.0301, 1.0408});
    auto both = boots_with_ratios({1.021, 1.02, 1.019, 1.0195, 1.0205});
    for (auto& boot : both) {
        for (auto& value : boot.prompts[0].values["decode"]) value *= std::exp(-0.01 * boot.block);
    }
    const auto of_machine = compare_boots(plan_for(decode), both).value();

    CHECK(of_difference.drift->slope == Approx(0.01).epsilon(0.05));
    CHECK(of_difference.drift->p_value < 0.001);
    CHECK(of_machine.arms[0].drift->slope == Approx(-0.01));
    CHECK(of_machine.arms[0].drift->p_value < 0.001);
    CHECK(of_machine.metrics[0].drift->p_value > 0.2);
}

TEST_CASE("an arm has a level, a spread between boots and a spread within boots", "[comparison]") {
    auto boots = boots_with_ratios({1, std::exp(0.02)});
    for (auto& boot : boots) {
        auto& values = boot.prompts[0].values["decode"];
        values = {values[0], values[0], values[0] * std::exp(0.003)};
    }
    const auto patch = compare_boots(plan_for(decode), boots)->arms.at(1);

    CHECK(patch.typical.value() == Approx(100 * std::exp(0.01)));
    CHECK(patch.between_boots.value() == Approx(0.02 / std::sqrt(2.0)));
    CHECK(patch.within_boots.value() == Approx(0.003 / std::sqrt(3.0)));
}

TEST_CASE("one boot has a level and no spread", "[comparison]") {
    const auto main = compare_boots(plan_for(decode), boots_with_ratios({1.1}))->arms.at(0);

    CHECK(main.typical.value() == Approx(100));
    CHECK_FALSE(main.between_boots);
}

TEST_CASE("without boots there are no figures", "[comparison]") {
    const auto comparison = compare_boots(plan_for(decode), {}).value();

    CHECK(comparison.metrics.at(0).verdict == Verdict::too_few_blocks);
    CHECK_FALSE(comparison.metrics.at(0).interval);
    CHECK_FALSE(comparison.arms.at(0).typical);
}

TEST_CASE("an invalid plan is refused", "[comparison]") {
    const auto error_of = [](ComparisonPlan plan, std::vector<BootMeasurement> boots = {}) {
        return compare_boots(plan, boots).error().message();
    };

    CHECK(error_of({.arms = {"a"}, .metrics = {decode}}) ==
          "comparison: at least two arms are needed");
    CHECK(error_of({.arms = {"a", "a"}, .metrics = {decode}}) ==
          "comparison: two arms are called a");
    CHECK(error_of({.arms = {"a", "b"}}) == "comparison: no metric to compare");
    CHECK(error_of({.arms = {"a", "b"}, .metrics = {decode}, .confidence = 1}) ==
          "comparison: the confidence must be between 0 and 1");
    CHECK(error_of({.arms = {"a", "b"}, .metrics = {decode}, .noise_threshold = -1}) ==
          "comparison: the noise threshold is negative");
    CHECK(error_of({.arms = {"a", "b"}, .metrics = {decode}}, {{"c", 0, {}}}) ==
          "comparison: a boot of an unknown arm: c");
}

} // namespace moebench
