// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/comparison_result.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace moebench {

using namespace test;

namespace {

/// Two of five boots of "b" decode half as fast again as the others.
ComparisonResult with_wild_decode(double factor) {
    auto result = result_with(factor);
    for (auto& boot : result.boots) {
        if (boot.arm == "b" && boot.block < 2) boot.requests[1].decode_tokens_per_s = 150;
    }
    return result;
}

ArmResult concluded(ComparisonResult result) {
    conclude(result);
    return result.arms.at(0);
}

} // namespace

TEST_CASE("prefill and decode get verdicts, TTFT and rows get intervals of their own",
          "[comparison_result]") {
    auto result = result_with(1.05);
    conclude(result);

    REQUIRE(result.tested.metrics.size() == 2);
    CHECK(result.tested.metrics[0].metric.name == "prefill_tokens_per_s");
    CHECK(result.tested.metrics[1].metric.name == "decode_tokens_per_s");
    for (const auto& metric : result.tested.metrics) CHECK(metric.verdict == Verdict::faster);
    REQUIRE(result.rows.metrics.size() == 3);
    CHECK(result.rows.metrics[0].metric.name == "ttft_s");
    CHECK(result.rows.metrics[0].metric.better == Better::lower);
    CHECK(result.rows.metrics[0].metric.prompt.empty());
    CHECK(result.rows.metrics[1].metric.prompt == "pp512");
    CHECK(result.rows.metrics[1].metric.name == "prefill_tokens_per_s");
    CHECK(result.rows.metrics[2].metric.prompt == "tg128");
    CHECK(result.rows.metrics[2].metric.name == "decode_tokens_per_s");
    // each row for itself, so at 95 %, where the tested share it
    CHECK(result.rows.metrics[0].interval->confidence == Approx(0.95));
    CHECK(std::max(result.tested.metrics[0].interval->confidence,
                   result.tested.metrics[1].interval->confidence) == Approx(0.975));
    CHECK(result.rows.arms.size() == 6);
}

TEST_CASE("an arm is faster, slower, no different, or undecided", "[comparison_result]") {
    CHECK(concluded(result_with(1.05)).conclusion == ArmConclusion::faster);
    CHECK(concluded(result_with(0.95)).conclusion == ArmConclusion::slower);
    CHECK(concluded(result_with(1.0)).conclusion == ArmConclusion::no_difference);
    CHECK(concluded(result_with(1.05, 2)).conclusion == ArmConclusion::too_few_blocks);
    CHECK(concluded(result_with(1.0, 0)).conclusion == ArmConclusion::too_few_blocks);
    CHECK(concluded(with_wild_decode(1.0)).conclusion == ArmConclusion::inconclusive);
}

TEST_CASE("a metric that is undecided does not hide one that is decided", "[comparison_result]") {
    CHECK(concluded(with_wild_decode(1.05)).conclusion == ArmConclusion::faster);
    CHECK(concluded(with_wild_decode(0.95)).conclusion == ArmConclusion::slower);
    auto mixed = result_with(1.05);
    for (auto& boot : mixed.boots) {
        if (boot.arm == "b") boot.requests[1].decode_tokens_per_s.value() *= 0.9;
    }
    CHECK(concluded(mixed).conclusion == ArmConclusion::mixed);
}

TEST_CASE("worse by more than the noise threshold, shown not to be, or neither",
          "[comparison_result]") {
    const auto [factor, is_worse, is_not] = GENERATE(table<double, bool, bool>({
        {1.05, false, true},
        {1.0, false, true},
        {0.995, false, true},
        {0.99, false, false}, // the threshold itself
        {0.97, true, false},
    }));
    auto result = result_with(factor);
    conclude(result);

    CHECK(regressed(result, "b") == is_worse);
    CHECK(shown_no_worse(result, "b") == is_not);
    change_context(result, "b");
    conclude(result);
    CHECK_FALSE(regressed(result, "b"));
    CHECK_FALSE(shown_no_worse(result, "b"));
}

TEST_CASE("where a server tells no rates, the wait gets the verdict", "[comparison_result]") {
    auto result = result_with(1.05);
    const bool plain = GENERATE(false, true);
    for (auto& boot : result.boots) {
        for (auto& request : boot.requests) {
            request.prefill_tokens_per_s = request.decode_tokens_per_s = std::nullopt;
            if (plain) request.ttft_s = std::nullopt;
        }
    }
    conclude(result);

    REQUIRE(result.tested.metrics.size() == 1);
    CHECK(result.tested.metrics[0].metric.name == (plain ? "latency_s" : "ttft_s"));
    CHECK(result.arms[0].conclusion == ArmConclusion::faster);
}

TEST_CASE("an undeclared difference that affects speed comes before every ratio",
          "[comparison_result]") {
    auto result = result_with(1.05);
    change_context(result, "b");
    CHECK(concluded(result).conclusion == ArmConclusion::confounded);
}

TEST_CASE("several confounded arms have a difference each", "[comparison_result]") {
    auto result = result_with(1.05);
    result.experiment.arms.emplace_back("c");
    for (int block = 0; block < 5; ++block) result.boots.push_back(measured("c", block, 1000));
    for (auto& boot : result.boots) {
        if (boot.arm == "b") boot.info.server.n_ctx = 2048;
        if (boot.arm == "c") boot.info.server.total_slots = 9;
    }
    conclude(result);
    CHECK(confounding_difference(result, "b")->what == "n_ctx");
    CHECK(confounding_difference(result, "c")->what == "slots");
    CHECK(confounding_difference(result, "a") == nullptr);
}

TEST_CASE("a baseline that changes from boot to boot confounds every arm", "[comparison_result]") {
    auto result = result_with(1.05);
    result.experiment.arms.emplace_back("c");
    for (int block = 0; block < 5; ++block) result.boots.push_back(measured("c", block, 1000));
    result.boots[4].info.server.n_ctx = 2048; // "a" in the third block
    conclude(result);
    for (const auto& arm : result.arms) {
        CHECK(arm.conclusion == ArmConclusion::confounded);
        CHECK(verdict_obstacle(result, arm.arm) == ArmConclusion::confounded);
    }
}

TEST_CASE("a failed boot fails its arm, one of the baseline fails all arms",
          "[comparison_result]") {
    const std::string arm = GENERATE("a", "b");
    auto result = result_with(1.05);
    result.boots.push_back(measured(arm, 5, 1000));
    result.boots.back().outcome = Outcome::server_died;
    result.end = ComparisonEnd::arm_failed;
    conclude(result);
    CHECK(result.arms[0].conclusion == ArmConclusion::failed);
    CHECK(failed_boot(result, "b") == &result.boots.back());
}

TEST_CASE("an A/A that finds a difference leaves no verdict", "[comparison_result]") {
    const auto with_aa = [](double factor) {
        auto result = result_with(1.05);
        for (int block = 0; block < 5; ++block) {
            for (const bool second : {false, true}) {
                const double rate = second ? 1000 * factor * (1 + 0.0005 * (block - 2)) : 1000;
                auto boot = measured(std::string(aa_arms[second ? 1 : 0]), block, rate);
                boot.purpose = BootPurpose::aa;
                result.boots.push_back(boot);
            }
        }
        conclude(result);
        return result;
    };
    const auto quiet = with_aa(1.0);
    CHECK(quiet.arms[0].conclusion == ArmConclusion::faster);
    REQUIRE(quiet.null_spread);
    CHECK(quiet.null_spread->front().spread.value() < 0.01);
    CHECK(with_aa(1.05).arms[0].conclusion == ArmConclusion::machine_unfit);
    CHECK_FALSE([] {
        auto none = result_with(1.0);
        conclude(none);
        return none.null_spread.has_value();
    }());
}

TEST_CASE("a comparison of an arm with itself is an A/A", "[comparison_result]") {
    auto result = result_with(1.0);
    result.experiment.aa = true;
    conclude(result);
    REQUIRE(result.null_spread);
    CHECK(result.null_spread->size() == 2);
    CHECK(result.arms[0].conclusion == ArmConclusion::no_difference);
    auto unfit = result_with(1.05);
    unfit.experiment.aa = true;
    CHECK(concluded(unfit).conclusion == ArmConclusion::machine_unfit);
}

TEST_CASE("only the metrics that were asked for get a verdict", "[comparison_result]") {
    auto result = result_with(1.05);
    result.experiment.metrics = {"latency_s", "decode_tokens_per_s"};
    conclude(result);
    REQUIRE(result.tested.metrics.size() == 2);
    CHECK(result.tested.metrics[0].metric.name == "decode_tokens_per_s");
    CHECK(result.tested.metrics[1].metric.better == Better::lower);
}

TEST_CASE("unequal work is no ratio", "[comparison_result]") {
    auto result = result_with(1.05);
    result.boots[1].requests[0].status = RequestStatus::timeout;
    conclude(result);
    CHECK(result.tested.metrics[0].blocks.size() == 4);
    CHECK(result.tested.metrics[0].left_out.size() == 1);
}

} // namespace moebench
