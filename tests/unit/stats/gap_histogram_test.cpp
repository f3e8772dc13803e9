// SPDX-License-Identifier: MIT
#include <moebench/stats/detail/gap_histogram.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

namespace moebench::detail {

namespace {

double nearest_rank(const std::vector<double>& sorted, double p) {
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

} // namespace

TEST_CASE("quantiles of a histogram are within one percent of the exact ones", "[gap_histogram]") {
    const double scale = GENERATE(2e-6, 1e-3, 0.04, 3.0, 300.0);
    std::mt19937 random(7);
    std::lognormal_distribution<double> gap(std::log(scale), 0.2);
    std::vector<double> values(5'000);
    GapHistogram histogram;
    for (auto& value : values) histogram.add(value = gap(random));
    std::sort(values.begin(), values.end());

    const auto d = histogram.distribution();

    CHECK(d.count == 5'000);
    CHECK(d.min == values.front());
    CHECK(d.max == values.back());
    CHECK(d.p50.value() == Approx(nearest_rank(values, 0.50)).epsilon(0.01));
    CHECK(d.p90.value() == Approx(nearest_rank(values, 0.90)).epsilon(0.01));
    CHECK(d.p95.value() == Approx(nearest_rank(values, 0.95)).epsilon(0.01));
    CHECK(d.p99.value() == Approx(nearest_rank(values, 0.99)).epsilon(0.01));
}

TEST_CASE("mean and deviation of a histogram are exact", "[gap_histogram]") {
    GapHistogram histogram;
    for (int i = 1; i <= 100; ++i) histogram.add(i * i * 0.01);

    const auto d = histogram.distribution();

    // Python 3.11: statistics.fmean, .stdev
    CHECK(d.mean.value() == Approx(33.835).epsilon(1e-12));
    CHECK(d.stddev.value() == Approx(30.24355854282583).epsilon(1e-12));
}

TEST_CASE("all figures of equal gaps are the same", "[gap_histogram]") {
    const double value = GENERATE(0.0, 1e-9, 1e-6, 0.02, 999.0, 1e6);
    GapHistogram histogram;
    for (int i = 0; i < 100; ++i) histogram.add(value);

    const auto d = histogram.distribution();

    CHECK(d.p50 == value);
    CHECK(d.p99 == value);
    CHECK(d.mean.value() == Approx(value).margin(1e-18));
    CHECK(d.stddev.value() == Approx(0).margin(1e-9));
}

TEST_CASE("a histogram's percentile needs one value above it", "[gap_histogram]") {
    const auto of = [](int count) {
        GapHistogram histogram;
        for (int i = 0; i < count; ++i) histogram.add(0.01);
        return histogram.distribution();
    };

    CHECK_FALSE(of(0).p50);
    CHECK_FALSE(of(0).mean);
    CHECK(of(1).p50);
    CHECK_FALSE(of(1).stddev);
    CHECK_FALSE(of(9).p90);
    CHECK(of(10).p90);
    CHECK_FALSE(of(19).p95);
    CHECK(of(20).p95);
    CHECK_FALSE(of(99).p99);
    CHECK(of(100).p99);
}

} // namespace moebench::detail
