// SPDX-License-Identifier: MIT
#include "compare_verdict.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace moebench;
using namespace moebench::cli;

namespace {

ComparisonResult result_of(ArmConclusion conclusion,
                           AnswerVerdict answers = AnswerVerdict::identical) {
    ComparisonResult result;
    result.arms = {{"b", conclusion}};
    AnswerJudgement judgement;
    judgement.arm = "b";
    judgement.verdict = answers;
    result.answers = {judgement};
    MetricComparison decode;
    decode.metric.name = "decode_tokens_per_s";
    decode.arm = "b";
    decode.no_worse =
        conclusion == ArmConclusion::faster || conclusion == ArmConclusion::no_difference;
    decode.regressed = conclusion == ArmConclusion::slower;
    decode.interval = RatioInterval{0.9, 0.8, 1.0, 0.95};
    result.tested.metrics = {decode};
    return result;
}

/// The exit code, which the help must explain.
int code(const ComparisonResult& result, const CompareOptions& options = {}) {
    const auto code = compare_verdict(options, result).code;
    CHECK(std::any_of(std::begin(exit_code_texts), std::end(exit_code_texts),
                      [&](const auto& explained) {
                          return explained.code == code && !explained.compare.empty();
                      }));
    return static_cast<int>(code);
}

} // namespace

TEST_CASE("the exit code follows from answers, obstacles, and what is shown of each metric",
          "[compare_verdict]") {
    CHECK(code(result_of(ArmConclusion::faster)) == 0);
    CHECK(code(result_of(ArmConclusion::no_difference)) == 0);
    CHECK(code(result_of(ArmConclusion::slower)) == 3);
    CHECK(code(result_of(ArmConclusion::answers_broken)) == 4);
    CHECK(code(result_of(ArmConclusion::answers_divergent)) == 4);
    CHECK(code(result_of(ArmConclusion::confounded)) == 5);
    CHECK(code(result_of(ArmConclusion::machine_unfit)) == 5);
    CHECK(code(result_of(ArmConclusion::too_few_blocks)) == 5);
    CHECK(code(result_of(ArmConclusion::inconclusive)) == 5);

    auto slower = result_of(ArmConclusion::slower);
    slower.tested.metrics[0].regressed = false; // by less than the noise threshold, as it seems
    CHECK(code(slower) == 5);
    CHECK(compare_verdict({}, slower)
              .why.ends_with("a slowdown beyond the noise threshold is "
                             "possible"));
    slower.tested.metrics[0].no_worse = true;
    CHECK(code(slower) == 0);
    auto faster = result_of(ArmConclusion::faster);
    faster.tested.metrics.push_back(faster.tested.metrics[0]);
    faster.tested.metrics[1].no_worse = false;
    CHECK(code(faster) == 5);
}

TEST_CASE("the worst of several arms decides", "[compare_verdict]") {
    auto result = result_of(ArmConclusion::faster);
    const auto decode = result.tested.metrics[0];
    result.arms.push_back({"c", ArmConclusion::inconclusive});
    CHECK(code(result) == 5);
    result.arms.push_back({"d", ArmConclusion::slower});
    result.tested.metrics.push_back(decode);
    result.tested.metrics[1].arm = "d";
    result.tested.metrics[1].regressed = true;
    CHECK(code(result) == 3);
    result.arms.push_back({"e", ArmConclusion::confounded});
    CHECK(code(result) == 5);
    result.arms.push_back({"f", ArmConclusion::answers_broken});
    CHECK(code(result) == 4);
}

TEST_CASE("a comparison that did not complete has no verdict", "[compare_verdict]") {
    auto result = result_of(ArmConclusion::faster);
    result.end = ComparisonEnd::interrupted;
    CHECK(code(result) == 130);
    result.end = ComparisonEnd::failed;
    CHECK(code(result) == 1);
    result.end = ComparisonEnd::arm_failed;
    CHECK(code(result) == 1);
    result.end = ComparisonEnd::time_limit;
    CHECK(code(result) == 0);
}

TEST_CASE("flags change which results are acceptable", "[compare_verdict]") {
    CompareOptions options;
    options.allow_inconclusive = true;
    CHECK(code(result_of(ArmConclusion::inconclusive), options) == 0);
    CHECK(code(result_of(ArmConclusion::too_few_blocks), options) == 0);
    CHECK(code(result_of(ArmConclusion::confounded), options) == 5);

    auto aa = result_of(ArmConclusion::inconclusive);
    aa.experiment.aa = true;
    CHECK(code(aa) == 0);
    aa.arms[0].conclusion = ArmConclusion::machine_unfit;
    CHECK(code(aa) == 5);

    options = {};
    options.require_identical = true;
    CHECK(code(result_of(ArmConclusion::faster), options) == 0);
    CHECK(code(result_of(ArmConclusion::faster, AnswerVerdict::close), options) == 4);

    options = {};
    options.gates = {parse_gate("decode_tokens_per_s.ratio<0.95").value()};
    CHECK(code(result_of(ArmConclusion::no_difference), options) == 3);
    options.gates = {parse_gate("decode_tokens_per_s.ratio<0.85").value()};
    CHECK(code(result_of(ArmConclusion::no_difference), options) == 0);
    options.gates = {parse_gate("ttft_s.ratio>2").value()};
    options.allow_inconclusive = GENERATE(false, true); // a missing figure is never acceptable
    CHECK(code(result_of(ArmConclusion::no_difference), options) == 5);
}
