// SPDX-License-Identifier: MIT
// moebench compare when the candidate answers differently, or runs with other settings than asked.
#include "compare_bench.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace moebench::test;
namespace json = boost::json;

namespace {

std::string conclusion_of(const json::value& result) {
    return text(result.at("arms").at(0).at("conclusion"));
}

const json::value& answers_of(const json::value& result) { return result.at("answers").at(0); }

std::string verdict_on(const json::value& result, const std::string& prompt) {
    return text(element(answers_of(result).at("prompts"), "prompt", prompt).at("verdict"));
}

/// Expects the difference that caused the verdict, on screen and in the result.
void expect_confounded(const Ending& ending, const json::value& result, const std::string& what) {
    INFO(ending.out << ending.err);
    CHECK(ending.code == 5);
    CHECK(conclusion_of(result) == "confounded");
    const auto& difference = element(result.at("differences"), "what", what);
    CHECK(difference.at("confounds").as_bool());
    CHECK_FALSE(difference.at("declared").as_bool());
    const auto sentence =
        text(difference.at("reference")) + " against " + text(difference.at("value"));
    CHECK(holds(ending.err, "undeclared difference in " + what + ", " + sentence));
    CHECK(holds(ending.out, "CONFOUNDED"));
}

} // namespace

TEST_CASE("a candidate without log-probabilities is broken, although its texts are the same") {
    const CompareBench bench;
    const Ending ending =
        bench.compare(4, short_replies + one_block + fault_in_candidate("nan_logprobs"));
    const auto result = bench.result();
    CHECK(conclusion_of(result) == "answers broken");
    CHECK(answers_of(result).at("same_texts") == 4);
    CHECK(answers_of(result).at("decode").at("broken") == 64);
    CHECK(verdict_on(result, "answer: multi 1") == "broken");
    CHECK(verdict_on(result, "answer: text") == "broken");
    CHECK(holds(ending.err, "answers broken"));
}

TEST_CASE("a candidate without numbers in whole batches is broken in prefill only") {
    const CompareBench bench;
    const Ending ending = bench.compare(
        4, split("--suite multi --max-tokens 32 -r 1 --answer-tokens 16 --answer-text-tokens 512") +
               one_block + fault_in_candidate("nan_prefill=200"));
    const auto result = bench.result();
    CHECK(answers_of(result).at("decode").at("broken") == 0);
    CHECK(answers_of(result).at("prefill").at("broken").as_int64() > 0);
    CHECK(verdict_on(result, "answer: multi 1") == "identical");
    CHECK(verdict_on(result, "answer: text") == "broken");
    CHECK(text(answers_of(result).at("why")).starts_with("prefill: no numbers at "));
    CHECK(holds(ending.out, "prefill: no numbers at "));
}

TEST_CASE("missing numbers in batches of 32 tokens are found, although single tokens are right") {
    const CompareBench bench;
    bench.compare(4, short_replies + one_block + fault_in_candidate("nan_prefill=32"));
    const auto result = bench.result();
    CHECK(conclusion_of(result) == "answers broken");
    CHECK(answers_of(result).at("decode").at("broken") == 4); // the prompt itself, of each reply
    CHECK(verdict_on(result, "answer: text") == "broken");
}

TEST_CASE("a candidate that repeats itself is broken, unless the baseline does too") {
    const CompareBench bench;
    const Words longer =
        split("--suite multi --max-tokens 96 -r 1 --answer-tokens 0 --answer-text-tokens 0");
    Ending ending = bench.compare(4, longer + one_block + fault_in_candidate("repeat_phrase"));
    CHECK(conclusion_of(bench.result()) == "answers broken");
    CHECK(verdict_on(bench.result(), "prompt 3") == "broken");
    CHECK(holds(ending.out, "repeats itself and the baseline does not"));

    ending =
        bench.compare(0, longer + one_block +
                             Words{"--env", "LLAMA_SIM_FAULT=repeat_phrase", "--candidate-args",
                                   "-ub 256", "--allow-inconclusive", "--require-identical"});
    CHECK(text(answers_of(bench.result()).at("verdict")) == "identical");
}

TEST_CASE("a candidate whose text differs from token 8 on is divergent from there") {
    const CompareBench bench;
    const Ending ending =
        bench.compare(4, short_replies + one_block + fault_in_candidate("drift_from=8"));
    const auto result = bench.result();
    CHECK(conclusion_of(result) == "answers divergent");
    CHECK(answers_of(result).at("same_texts") == 0);
    CHECK(answers_of(result).at("decode").at("top1_agree") == 4 * 8);
    CHECK(verdict_on(result, "prompt 1") == "divergent");
    CHECK(verdict_on(result, "answer: text") == "identical");
    CHECK(holds(ending.out, "other text from character"));
}

TEST_CASE("different reasoning is found, although the content is the same") {
    const CompareBench bench;
    const Ending ending =
        bench.compare(4, short_replies + one_block + Words{"--env", "LLAMA_SIM_FAULT=reasoning"} +
                             fault_in_candidate("reasoning;other_reasoning"));
    CHECK(conclusion_of(bench.result()) == "answers divergent");
    CHECK(verdict_on(bench.result(), "prompt 1") == "divergent");
    CHECK(holds(ending.out, "other text from character 1:"));
}

TEST_CASE("a candidate with every tenth reply empty is broken") {
    const CompareBench bench;
    const Ending ending = bench.compare(
        4, split("--suite multi --max-tokens 32 -r 3 --answer-tokens 0 --answer-text-tokens 0") +
               one_block + fault_in_candidate("empty_reply=10"));
    CHECK(conclusion_of(bench.result()) == "answers broken");
    CHECK(holds(text(answers_of(bench.result()).at("why")), "nothing in 1 of"));
    CHECK(holds(ending.out, "nothing in 1 of"));
}

TEST_CASE("identical answers can be required") {
    const CompareBench bench;
    const Words words = split("--suite multi --max-tokens 32 -r 1 --answer-tokens 0 "
                              "--answer-text-tokens 0 --allow-inconclusive --aa --boots 1");
    CHECK(bench.compare(words + Words{"--require-identical"}).code == 0);

    // without replies of either arm nothing is broken and nothing is identical
    const Words silent =
        words + Words{"--max-failures", "100", "--env", "LLAMA_SIM_FAULT=http_500"};
    CHECK(bench.compare(silent).code == 0);
    const Ending ending = bench.compare(4, silent + Words{"--require-identical"});
    CHECK(holds(ending.err, "answers are not compared, not identical (--require-identical)"));
}

TEST_CASE("a candidate without the GPU is confounded at any speed") {
    const CompareBench bench;
    const auto build = bench.other_build("export LLAMA_SIM_NO_GPU=1");
    const Ending ending =
        bench.compare(short_replies + Words{"--boots", "3", "--candidate", build});
    expect_confounded(ending, bench.result(), "GPU offload");
    CHECK(holds(ending.err, "49/49 layers on GPU against unknown"));
}

TEST_CASE("a candidate with another context is confounded, also through a variable") {
    const CompareBench bench;
    const bool in_wrapper = GENERATE(true, false);
    const Words words =
        in_wrapper ? Words{"--candidate", bench.other_build("export LLAMA_SIM_CTX=8192")}
                   : Words{"--candidate-env", "LLAMA_SIM_CTX=8192"}; // its effect is not known
    const Ending ending = bench.compare(short_replies + one_block + words);
    expect_confounded(ending, bench.result(), "n_ctx");
    CHECK(holds(ending.err, "4096 against 8192"));
}

TEST_CASE("another expert placement confounds, unless it was asked for") {
    const CompareBench bench;
    const auto build = bench.other_build("export LLAMA_ARG_N_CPU_MOE=8");
    const Words words = short_replies + one_block + Words{"--mode", "none"};
    const Ending hidden = bench.compare(words + Words{"--candidate", build});
    expect_confounded(hidden, bench.result(), "weights");
    CHECK(holds(hidden.err, "SIM0 4608 MiB against CPU_Mapped 512 MiB, SIM0 4096 MiB"));

    const Ending declared = bench.compare(
        0, words + Words{"--candidate-args", "--n-cpu-moe 8", "--allow-inconclusive"});
    const auto result = bench.result();
    const auto& weights = element(result.at("differences"), "what", "weights");
    CHECK(weights.at("declared").as_bool());
    CHECK(conclusion_of(result) == "too few blocks");
}

TEST_CASE("a patch that is faster with stale experts is divergent, and correct it is not faster") {
    const CompareBench bench;
    const Words words = split("--suite bench --pp 2048 --tg 16 --depth 0 -r 1 --answer-tokens 16 "
                              "--answer-text-tokens 256 --boots 3 --noise-threshold 2%");
    Ending ending = bench.compare(4, words + rates_only + fault_in_candidate("stale_experts") +
                                         Words{"--candidate-args", "--sim-faster 1.05"});
    const auto result = bench.result();
    CHECK(conclusion_of(result) == "answers divergent");
    const auto sentence = text(result.at("arms").at(0).at("sentence"));
    for (const char* part : {"prefill +5.0 %", "decode +5.0 %", "faster", "answers divergent"}) {
        CHECK(holds(sentence, part));
    }
    CHECK(holds(ending.err, sentence));

    ending = bench.compare(0, words + rates_only + Words{"--candidate", bench.other_build("")});
    CHECK(conclusion_of(bench.result()) == "no difference");
    CHECK(text(answers_of(bench.result()).at("verdict")) == "identical");
}
