// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/report/arm_sentence.hpp>

#include <catch2/catch.hpp>

#include <string>

using Catch::Contains;
using Catch::StartsWith;

namespace moebench {

using test::measured;
using test::result_with;

namespace {

std::string sentence_of(ComparisonResult result) {
    conclude(result);
    return arm_sentence(result, result.arms.at(0));
}

} // namespace

TEST_CASE("the sentence has ratios, intervals and answers", "[arm_sentence]") {
    const auto sentence = sentence_of(result_with(1.05));

    CHECK_THAT(sentence, StartsWith("faster: prefill +5.0 % [+") && Contains("decode +5.0 %"));
    CHECK_THAT(sentence, Contains("TTFT -4.8 %") && !Contains("] faster"));
    CHECK_THAT(sentence, Catch::EndsWith("; answers identical"));
    CHECK(sentence_of(result_with(1, 0)) ==
          "too few blocks: nothing measured; answers not compared");
}

TEST_CASE("a metric has its own verdict where that is not the arm's", "[arm_sentence]") {
    auto mixed = result_with(1.05);
    for (auto& boot : mixed.boots) {
        for (auto& request : boot.requests) {
            if (boot.arm == "b" && request.decode_tokens_per_s) *request.decode_tokens_per_s *= 0.9;
        }
    }

    CHECK_THAT(sentence_of(mixed), StartsWith("slower: prefill +5.0 %") &&
                                       Contains("] faster, decode -5.5 %") &&
                                       !Contains("] slower"));
}

TEST_CASE("a confounded arm has no other verdict", "[arm_sentence]") {
    auto result = result_with(1.05);
    for (auto& boot : result.boots) {
        if (boot.arm == "b") boot.info.server.n_ctx = 2048;
    }

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
