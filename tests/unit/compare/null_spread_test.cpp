// SPDX-License-Identifier: MIT
#include <moebench/compare/null_spread.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

NullSpread spread_of(std::vector<BlockRatio> blocks, Verdict verdict) {
    MetricComparison metric;
    metric.arm = "A2";
    metric.blocks = std::move(blocks);
    metric.verdict = verdict;
    return null_spreads({{}, {metric}}).at(0);
}

} // namespace

TEST_CASE("the null spread is the deviation of the block ratios and the farthest one",
          "[null_spread]") {
    const auto spread = spread_of({{0, 0.01}, {1, -0.03}, {2, 0.02}}, Verdict::inconclusive);

    CHECK(spread.arm == "A2");
    CHECK(spread.spread.value() == Approx(0.026457513110645904));
    CHECK(spread.farthest_ratio.value() == Approx(std::exp(-0.03)));
    CHECK_FALSE(spread.told_apart);
}

TEST_CASE("an A that is faster or slower than A is found", "[null_spread]") {
    CHECK(spread_of({}, Verdict::faster).told_apart);
    CHECK(spread_of({}, Verdict::slower).told_apart);
    CHECK_FALSE(spread_of({}, Verdict::no_difference).told_apart);
    CHECK_FALSE(spread_of({}, Verdict::too_few_blocks).farthest_ratio);
    CHECK_FALSE(spread_of({{0, 0.01}}, Verdict::too_few_blocks).spread);
}

} // namespace moebench
