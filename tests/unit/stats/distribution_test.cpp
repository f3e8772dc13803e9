// SPDX-License-Identifier: MIT
#include <moebench/stats/distribution.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

std::vector<double> squares(int count) {
    std::vector<double> values;
    for (int i = 1; i <= count; ++i) values.push_back(i * i * 0.01);
    return values;
}

std::vector<double> one_to(int count) {
    std::vector<double> values;
    for (int i = 1; i <= count; ++i) values.push_back(i);
    return values;
}

} // namespace

// Expected values: Python 3.11, statistics.fmean, .stdev and .quantiles(n=100, method="inclusive").

TEST_CASE("a hundred values have every figure", "[distribution]") {
    const auto d = distribution_of(squares(100));

    CHECK(d.count == 100);
    CHECK(d.mean.value() == Approx(33.835).epsilon(1e-14));
    CHECK(d.stddev.value() == Approx(30.24355854282583).epsilon(1e-14));
    CHECK(d.min == 0.01);
    CHECK(d.max == 100.0);
    CHECK(d.p50.value() == Approx(25.505).epsilon(1e-14));
    CHECK(d.p90.value() == Approx(81.181).epsilon(1e-14));
    CHECK(d.p95.value() == Approx(90.3455).epsilon(1e-14));
    CHECK(d.p99.value() == Approx(98.0299).epsilon(1e-14));
}

TEST_CASE("ten values have a p90 and no higher percentile", "[distribution]") {
    const auto d = distribution_of(one_to(10));

    CHECK(d.p50.value() == Approx(5.5));
    CHECK(d.p90.value() == Approx(9.1));
    CHECK_FALSE(d.p95);
    CHECK_FALSE(d.p99);
}

TEST_CASE("a percentile needs one value above it", "[distribution]") {
    CHECK_FALSE(distribution_of(one_to(9)).p90);
    CHECK(distribution_of(one_to(10)).p90);
    CHECK_FALSE(distribution_of(one_to(19)).p95);
    CHECK(distribution_of(one_to(20)).p95);
    CHECK_FALSE(distribution_of(one_to(99)).p99);
    CHECK(distribution_of(one_to(100)).p99);
}

TEST_CASE("order does not matter", "[distribution]") {
    const auto d = distribution_of({9.25, 0.5, 1.5});

    CHECK(d.mean.value() == Approx(3.75));
    CHECK(d.stddev.value() == Approx(4.789311015167004).epsilon(1e-14));
    CHECK(d.min == 0.5);
    CHECK(d.p50 == 1.5);
    CHECK(d.max == 9.25);
}

TEST_CASE("without values there are no figures", "[distribution]") {
    const auto d = distribution_of({});

    CHECK(d.count == 0);
    CHECK_FALSE((d.mean || d.stddev || d.min || d.max || d.p50 || d.p90 || d.p95 || d.p99));
}

TEST_CASE("one value is its own mean and median and has no deviation", "[distribution]") {
    const auto d = distribution_of({0.125});

    CHECK(d.count == 1);
    CHECK(d.mean == 0.125);
    CHECK(d.min == 0.125);
    CHECK(d.max == 0.125);
    CHECK(d.p50 == 0.125);
    CHECK_FALSE(d.stddev);
}

TEST_CASE("equal values, also zeros, have a deviation of zero", "[distribution]") {
    const double value = GENERATE(0.0, 3.0, 0.1);
    const auto d = distribution_of(std::vector<double>(5, value));

    CHECK(d.mean.value() == Approx(value).margin(1e-17));
    CHECK(d.stddev.value() == Approx(0).margin(1e-16));
    CHECK(d.p50 == value);
}

TEST_CASE("a small spread on a large offset is not lost", "[distribution]") {
    const auto d = distribution_of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});

    CHECK(d.stddev.value() == Approx(5.477225575051661).epsilon(1e-12));
}

TEST_CASE("quantiles reach both ends, and interpolate between values", "[distribution]") {
    const auto values = one_to(4);

    CHECK(supported_quantile(values, 0) == 1.0);
    CHECK(supported_quantile(values, 0.25) == 1.75);
    CHECK(supported_quantile(values, 0.5) == 2.5);
    CHECK_FALSE(supported_quantile({}, 0.5));
    CHECK(supported_quantile(one_to(1'000'000), 0.999'999).value() == Approx(999'999.000'001));
}

} // namespace moebench
