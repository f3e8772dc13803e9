// SPDX-License-Identifier: MIT
#include <moebench/compare/stopping_rule.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

MetricComparison known_to(double precision, std::size_t blocks) {
    MetricComparison metric;
    metric.blocks.resize(blocks);
    metric.precision = precision;
    return metric;
}

} // namespace

TEST_CASE("a comparison stops when all metrics are precise, but not before the minimum",
          "[stopping]") {
    const auto rule = make_stopping_rule(8, 20, 0.01).value();

    CHECK(may_stop(rule, {{}, {known_to(0.01, 8), known_to(0.002, 8)}}, 8));
    CHECK_FALSE(may_stop(rule, {{}, {known_to(0.011, 8), known_to(0.002, 8)}}, 8));
    CHECK_FALSE(may_stop(rule, {{}, {known_to(0.002, 7)}}, 7));
}

TEST_CASE("blocks that were left out of a metric do not count for it", "[stopping]") {
    CHECK_FALSE(may_stop({8, 20, 0.01}, {{}, {known_to(0.002, 8), known_to(0.002, 7)}}, 9));
}

TEST_CASE("a verdict is no reason to stop, and the maximum always is", "[stopping]") {
    auto metric = known_to(0.02, 12);
    metric.verdict = Verdict::faster;

    CHECK_FALSE(may_stop({8, 20, 0.01}, {{}, {metric}}, 12));
    CHECK(may_stop({8, 20, 0.01}, {{}, {metric}}, 20));
    CHECK(may_stop({8, 20, 0.01}, {{}, {MetricComparison{}}}, 20));
}

TEST_CASE("a fixed number of boots always runs to its end", "[stopping]") {
    const auto rule = make_stopping_rule(5, 5, {}).value();

    CHECK_FALSE(may_stop(rule, {{}, {known_to(1e-9, 4)}}, 4));
    CHECK(may_stop(rule, {{}, {known_to(1, 5)}}, 5));
    CHECK_FALSE(may_stop({2, 9, {}}, {{}, {known_to(1e-9, 5)}}, 5));
}

TEST_CASE("an invalid rule is refused", "[stopping]") {
    const auto error_of = [](int min, int max, std::optional<double> precision) {
        return make_stopping_rule(min, max, precision).error().message();
    };

    CHECK(error_of(0, 5, {}) == "boots: at least one");
    CHECK(error_of(9, 8, 0.01) == "boots: the maximum is below the minimum");
    CHECK(error_of(8, 20, 0.0) == "boots: the precision is not above zero");
    CHECK(error_of(5, 5, 0.01) == "boots: a precision needs a range, such as 8..20");
    CHECK(error_of(8, 20, {}) == "boots: a range needs a precision, such as 1%");
    CHECK(error_of(7, 20, 0.01) == "boots: a range starts at 8 or more");
}

} // namespace moebench
