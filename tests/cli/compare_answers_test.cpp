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
    CHECK(answers_of(result).at("decode").at("broken") == 4 * 32 + 64);
    CHECK(verdict_on(result, "answer: multi 1") == "broken");
    CHECK(verdict_on(result, "answer: text") == "broken");
    CHECK(holds(ending.err, "answers broken"));
}

TEST_CASE("a candidate without numbers in whole batches is broken in prefill only") {
    const CompareBench bench;
    const Ending ending = bench.compare(
        4,
        split(
            "--suite multi --max-tokens 32 -r 1 --answer-positions 64 --answer-text-tokens 1024") +
            one_block + fault_in_candidate("nan_prefill=200")); // each cut evaluates 256 tokens
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
    // the whole reply, because its prompt has 32 tokens or more
    CHECK(answers_of(result).at("decode").at("broken") == 64);
    CHECK(verdict_on(result, "answer: text") == "broken");
}

TEST_CASE("a candidate that repeats itself is broken, unless the baseline does too") {
    const CompareBench bench;
    const Words longer = split("--suite multi --max-tokens 96 -r 1 --answer-positions 0");
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

TEST_CASE("garbage only beyond a depth is found, although all shorter prompts are the same") {
    const CompareBench bench;
    const Words words = split("--suite bench --pp 64 --tg 16 --depth 0,1024 -r 1 "
                              "--answer-positions 64");
    const bool text = GENERATE(true, false); // a text of 256 tokens, but as deep as the suite
    const Ending ending =
        bench.compare(4, words + one_block + fault_in_candidate("other_beyond=1000") +
                             Words{"--answer-text-tokens", text ? "256" : "0"});
    const auto result = bench.result();
    CHECK(conclusion_of(result) == "answers divergent");
    CHECK(verdict_on(result, "pp64") == "identical");
    CHECK(verdict_on(result, "tg16") == "identical");
    CHECK(verdict_on(result, "answer: multi 1") == "identical");
    CHECK(verdict_on(result, "tg16 @ d1024") == "divergent");
    if (text) CHECK(verdict_on(result, "answer: text") == "divergent");
    CHECK(holds(ending.out, "tg16 @ d1024: other text from character 1"));
}

TEST_CASE("another kernel is close, and not identical") {
    const CompareBench bench;
    const Words words = short_replies + one_block + fault_in_candidate("noise");
    const Ending ending = bench.compare(0, words + Words{"--allow-inconclusive"});
    const auto result = bench.result();
    CHECK(text(answers_of(result).at("verdict")) == "close");
    CHECK(answers_of(result).at("same_texts") == 4);
    CHECK(answers_of(result).at("decode").at("top1_agree") == 4 * 32 + 64);
    CHECK(answers_of(result).at("decode").at("same").as_int64() < 8);
    CHECK(holds(ending.out, "answers close: the same next token at 196 of 196 positions"));

    bench.compare(4, words + Words{"--require-identical"});
}

TEST_CASE("a text that differs on a measured boot only is divergent where nothing is tied") {
    const CompareBench bench;
    const std::string boots = bench.folder() / "boots";
    const auto build = bench.other_build( // another text from its second boot on
        "case \"$*\" in *--port*) echo boot >>" + boots + "\n[ $(wc -l <" + boots +
        ") -gt 1 ] && export LLAMA_SIM_FAULT=drift_from=8 ;; esac");
    const Ending ending = bench.compare(4, short_replies + one_block + Words{"--candidate", build});
    const auto result = bench.result();
    CHECK(conclusion_of(result) == "answers divergent");
    CHECK(answers_of(result).at("decode").at("same") == 4 * 32 + 64);
    CHECK(verdict_on(result, "answer: multi 1") == "identical");
    CHECK(verdict_on(result, "prompt 1") == "divergent");
    CHECK(holds(ending.out, "(1 of 2 replies); the baseline's probabilities show no near tie"));
}

TEST_CASE("a candidate whose text differs from token 8 on is divergent from there") {
    const CompareBench bench;
    const Ending ending =
        bench.compare(4, short_replies + one_block + fault_in_candidate("drift_from=8"));
    const auto result = bench.result();
    CHECK(conclusion_of(result) == "answers divergent");
    CHECK(answers_of(result).at("same_texts") == 0);
    CHECK(answers_of(result).at("decode").at("top1_agree") == 4 * 8 + 8);
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
    const Ending ending =
        bench.compare(4, split("--suite multi --max-tokens 32 -r 3 --answer-positions 0") +
                             one_block + fault_in_candidate("empty_reply=10"));
    CHECK(conclusion_of(bench.result()) == "answers broken");
    CHECK(holds(text(answers_of(bench.result()).at("why")), "nothing in 2 of 6 replies"));
    CHECK(holds(ending.out, "nothing in 2 of 6 replies"));
}

TEST_CASE("identical answers can be required") {
    const CompareBench bench;
    const Words words = split("--suite multi --max-tokens 32 -r 1 --answer-positions 0 "
                              "--allow-inconclusive --aa --boots 1");
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
    CHECK(holds(ending.err, "49/49 layers on GPU against no GPU"));
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
    const Words words =
        split("--suite bench --pp 2048 --tg 16 --depth 0 -r 1 --answer-positions 64 "
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
