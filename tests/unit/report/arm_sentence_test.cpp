// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/report/arm_sentence.hpp>

#include <catch2/catch.hpp>

#include <string>

using Catch::Contains;
using Catch::StartsWith;

namespace moebench {

using namespace test;

namespace {

std::string sentence_of(ComparisonResult result) {
    conclude(result);
    return arm_sentence(result, result.arms.at(0));
}

} // namespace

TEST_CASE("the sentence has ratios, intervals and answers", "[arm_sentence]") {
    const auto sentence = sentence_of(result_with(1.05));

    CHECK_THAT(sentence, StartsWith("faster: prefill +5.0 % [+") && Contains("decode +5.0 %"));
    CHECK_THAT(sentence, !Contains("TTFT") && !Contains("] faster"));
    CHECK_THAT(sentence, Catch::EndsWith("; answers identical"));
    CHECK(sentence_of(result_with(1, 0)) ==
          "too few rounds: nothing measured; answers not compared");
}

TEST_CASE("a metric has its own verdict where that is not the arm's", "[arm_sentence]") {
    auto mixed = result_with(1.05);
    for (auto& boot : mixed.boots) {
        for (auto& request : boot.requests) {
            if (boot.arm == "b" && request.decode_tokens_per_s) *request.decode_tokens_per_s *= 0.9;
        }
    }

    CHECK_THAT(sentence_of(mixed), StartsWith("mixed: decode -5.5 %") &&
                                       Contains("] slower, prefill +5.0 %") &&
                                       Contains("] faster; answers"));
}

TEST_CASE("the sentence begins with what is decided", "[arm_sentence]") {
    auto result = result_with(1.05);
    for (auto& boot : result.boots) { // prefill is wild
        if (boot.arm == "b" && boot.block < 2) boot.requests[0].prefill_tokens_per_s = 1500;
    }

    CHECK_THAT(sentence_of(result), StartsWith("faster: decode +5.0 % [+") &&
                                        Contains("], prefill +") && Contains("] inconclusive;"));
}

TEST_CASE("what biases the ratios is told in the sentence", "[arm_sentence]") {
    auto result = result_with(1.05);
    conclude(result);
    const Metric decode{.name = "decode_tokens_per_s"};
    result.disturbances = {{DisturbanceKind::carry_over, "b", decode, -0.02, 0.001, 1e-5, true},
                           {DisturbanceKind::first_pass, "b", decode, -0.05, 0.001, 1e-5, true}};
    const auto sentence = arm_sentence(result, result.arms.at(0));

    CHECK_THAT(sentence, Contains("carry-over: boots after b differ from boots after a (decode "
                                  "-2.0 % ± 0.10 %), so the ratios are biased"));
    CHECK_THAT(sentence, Contains("the first pass of b differs from its later passes, that of a "
                                  "does not (decode -4.9 % ± 0.10 %), so it needs a longer "
                                  "warm-up"));
    for (auto& each : result.disturbances) each.found = false;
    CHECK_THAT(arm_sentence(result, result.arms.at(0)),
               !Contains("carry-over") && !Contains("first pass"));
}

TEST_CASE("rows with opposite changes are named", "[arm_sentence]") {
    auto result = result_with(1.05);
    CHECK_THAT(sentence_of(result), !Contains("row"));
    for (auto& boot : result.boots) {
        auto deep = boot.requests[0];
        deep.prompt = "pp512 @ d1024";
        if (boot.arm == "b") *deep.prefill_tokens_per_s *= 0.5;
        boot.requests.push_back(deep);
    }

    CHECK_THAT(sentence_of(result), Contains("; prefill differs from row to row: pp512 @ d1024 "
                                             "-47.5 %, pp512 +5.0 %; answers"));
}

TEST_CASE("a confounded arm has no other verdict", "[arm_sentence]") {
    auto result = result_with(1.05);
    change_context(result, "b");

    CHECK_THAT(sentence_of(result),
               StartsWith("confounded: undeclared difference in n_ctx, 4096 against 2048; "
                          "prefill +5.0 % [+") &&
                   !Contains("faster"));
}

TEST_CASE("a failed arm has the first line of what went wrong", "[arm_sentence]") {
    auto result = result_with(1.05);
    result.boots.push_back(measured("b", 5, 1000));
    result.boots.back().outcome = Outcome::server_died;
    result.boots.back().failure = "the server was killed; its log:\nlast words";

    CHECK_THAT(sentence_of(result),
               StartsWith("failed: a boot of b, the server was killed; its log; prefill +5.0 %"));
}

} // namespace moebench
