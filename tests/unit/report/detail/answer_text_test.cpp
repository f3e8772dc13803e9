// SPDX-License-Identifier: MIT
#include <moebench/report/detail/answer_text.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace moebench::detail {

namespace {

/// "pp512", with something in every member.
PromptAnswer answer(AnswerReason reason) {
    PromptAnswer answer;
    answer.prompt = "pp512";
    answer.verdict = AnswerVerdict::divergent;
    answer.reason = reason;
    answer.count = 2;
    answer.of = 5;
    answer.value = 0.03;
    answer.limit = 0.002;
    answer.at = 7;
    answer.baseline_says = " the\n";
    answer.arm_says = " a";
    answer.error = "HTTP 500";
    return answer;
}

} // namespace

TEST_CASE("every reason has its sentence", "[answer_text]") {
    const std::string other =
        "other text from character 8: \" a\" where the baseline has \" the\\n\" "
        "(2 of 5 replies); ";
    using enum AnswerReason;
    const auto [reason, sentence] = GENERATE_COPY(table<AnswerReason, std::string>({
        {none, ""},
        {other_numbers, "numbers differ within the limits"},
        {other_question, "its prompt differs from the baseline's, for example in an earlier reply"},
        {baseline_varies, other + "the baseline's own replies differ as early"},
        {near_tie_text, other + "there, both are nearly equally probable"},
        {unexplained_text, other + "the baseline's probabilities show no near tie there"},
        {unseen_text, other + "there are no probabilities that could explain it"},
        {other_division, "the same text, divided differently into reasoning and content (2 of 5 "
                         "replies)"},
        {mean_kl, "mean KL 0.030 (limit 0.002)"},
        {far_positions, "far off at 2 of 5 positions; noise explains at most 0.030"},
        {largest_kl, "largest KL 0.030 (limit 0.002)"},
        {less_likely, "the baseline's tokens are less probable, in nats on average 0.030 (limit "
                      "0.002)"},
        {request_failed, "2 of 5 requests failed, and none of the baseline's: HTTP 500"},
        {no_numbers, "no numbers at 2 of 5 positions, first after 7 tokens: HTTP 500"},
        {baseline_no_numbers, "the baseline itself gives no numbers at 2 of 5 positions, first "
                              "after 7 tokens: HTTP 500"},
        {empty_reply, "nothing in 2 of 5 replies, where the baseline has \" the\\n\""},
        {repeats_itself, "repeats itself and the baseline does not; the end is \" a\""},
    }));

    CHECK(reason_text(answer(reason)) == sentence);
}

TEST_CASE("a place in a part has the prompt where it is", "[answer_text]") {
    auto departs = answer(AnswerReason::unexplained_text),
         silent = answer(AnswerReason::no_numbers);
    departs.position_prompt = silent.position_prompt = "pp512 (pass 2)";
    CHECK(reason_text(departs).starts_with("other text from token 8 of pp512 (pass 2): \" a\""));
    CHECK(reason_text(departs).find("(2 of 5 positions)") != std::string::npos);
    CHECK(reason_text(silent).find("first after 7 tokens of pp512 (pass 2)") != std::string::npos);

    departs.position_prompt = departs.prompt;
    CHECK(reason_text(departs).starts_with("other text from token 8: \" a\""));
}

TEST_CASE("a baseline that varies, and has all the arm's replies, is the reason", "[answer_text]") {
    auto varies = answer(AnswerReason::baseline_varies);
    varies.count = 0;

    CHECK(reason_text(varies) == "the baseline's own replies differ from character 8 on");
}

TEST_CASE("a fault has the worst prompt, and how many are as bad", "[answer_text]") {
    AnswerJudgement judged;
    judged.verdict = AnswerVerdict::close;
    judged.worst_answer = answer(AnswerReason::mean_kl);
    CHECK(answer_fault(judged).empty());

    judged.verdict = AnswerVerdict::divergent;
    judged.prompts = {judged.worst_answer, PromptAnswer()};
    CHECK(answer_fault(judged) == "pp512: mean KL 0.030 (limit 0.002)");

    judged.prompts.push_back(judged.worst_answer);
    CHECK(answer_fault(judged) ==
          "pp512: mean KL 0.030 (limit 0.002); divergent in 2 of 3 prompts");
}

TEST_CASE("the first words are the positions with the same next token", "[answer_text]") {
    AnswerJudgement judged;
    judged.verdict = AnswerVerdict::close;
    judged.decode = AnswerFigures{.positions = 2048, .top1_agree = 2046, .same = 2048};
    CHECK(answer_line("main", judged) ==
          "answers close: the same next token at 2046 of 2048 positions");

    judged.prefill = AnswerFigures{.positions = 2, .broken = 2};
    CHECK(answer_line("main", judged) ==
          "answers close: the same next token at 2046 of 2050 positions");
    CHECK(answer_figures("main", judged) == Lines{"prefill: no numbers"});
}

} // namespace moebench::detail
