// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/pass_look.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include <support/answer_boots.hpp>

namespace moebench::detail {

namespace {

using test::answer_script;
using test::answers_of;
using test::is_decode;
using test::is_prefill;

const AnswerRecord& baseline() { return test::first_pass().second; }

AnswerJudgement compare(const AnswerRecord& arm, const AnswerRecord* again = &baseline()) {
    return compare_passes(answer_script(), baseline(), again, arm);
}

/// The first token loses `nats`, and the second gets its lost probability.
test::AnswerChange shaken(double nats) {
    return [nats](const CompletionRequest&, CompletionReply& reply) {
        for (auto& top : reply.candidates) {
            const double both = std::exp(*top[0].logprob) + std::exp(*top[1].logprob);
            *top[0].logprob -= nats;
            top[1].logprob = std::log(both - std::exp(*top[0].logprob));
        }
    };
}

void lose_numbers(CompletionReply& reply) {
    for (auto& top : reply.candidates) {
        for (auto& chance : top) chance.logprob.reset();
    }
}

const PromptAnswer& prompt(const AnswerJudgement& look, const std::string& name) {
    for (const auto& answer : look.prompts) {
        if (answer.prompt == name) return answer;
    }
    throw std::out_of_range(name);
}

/// Both records get these probabilities at one position; the arm's are swapped.
void swap_at(std::size_t position, double first, double second, AnswerRecord& record,
             AnswerRecord& arm) {
    auto &before = record.decode[position], &after = arm.decode[position];
    before.top = {{.token = 1, .logprob = std::log(first), .text = "a"},
                  {.token = 2, .logprob = std::log(second), .text = "b"}};
    after.top = before.top;
    std::swap(after.top[0].logprob, after.top[1].logprob);
    before.token = 1;
    after.token = 2;
}

} // namespace

TEST_CASE("a pass with the same numbers is identical", "[pass_look]") {
    const auto look = compare(answers_of());

    CHECK(look.verdict == AnswerVerdict::identical);
    CHECK(look.worst_answer.reason == AnswerReason::none);
    REQUIRE(look.prompts.size() == 6);
    CHECK(look.prompts[0].prompt == "answer: multi 1");
    CHECK(look.prompts[4].prompt == "answer: text end");
    CHECK(look.prompts[5].prompt == "answer: text");
    for (const auto& answer : look.prompts) CHECK(answer.verdict == AnswerVerdict::identical);
    CHECK(look.decode.value().positions == 96);
    CHECK(look.decode->top1_agree == 96);
    CHECK(look.decode->same == 96);
    CHECK(look.prefill.value().positions == 6);
    CHECK(look.floor_decode.value().largest_kl == 0);
    CHECK(look.floor_prefill.has_value());
    CHECK(look.worst.empty());
}

TEST_CASE("the last digit of a log-probability decides between identical and close",
          "[pass_look]") {
    const auto [nats, verdict] = GENERATE(table<double, AnswerVerdict>({
        {1e-15, AnswerVerdict::close},
        {0.008, AnswerVerdict::close},
        {0.2, AnswerVerdict::divergent}, // a mean KL of 0.027
    }));

    const auto look = compare(answers_of(shaken(nats)));

    CHECK(look.verdict == verdict);
    CHECK(look.decode.value().largest_logprob_difference == Approx(nats).margin(1e-16));
    CHECK(look.worst_answer.prompt == "decode");
    if (verdict == AnswerVerdict::close) {
        CHECK(look.worst_answer.reason == AnswerReason::other_numbers);
    }
}

TEST_CASE("a baseline that differs from itself does not make another arm identical",
          "[pass_look]") {
    const auto again = answers_of(shaken(0.15));

    CHECK(compare(answers_of(shaken(0.15)), &again).verdict == AnswerVerdict::close);
    CHECK(compare(answers_of(), &again).verdict == AnswerVerdict::identical);
    CHECK(compare(answers_of(shaken(0.15)), nullptr).verdict == AnswerVerdict::divergent);
    CHECK(compare(answers_of(shaken(0.6)), &again).verdict == AnswerVerdict::divergent);
}

TEST_CASE("numbers that are missing in one part break this part", "[pass_look]") {
    const bool decode = GENERATE(true, false);

    const auto look =
        compare(answers_of([decode](const CompletionRequest& request, CompletionReply& reply) {
            if (decode ? is_decode(request) : is_prefill(request)) lose_numbers(reply);
        }));

    CHECK(look.verdict == AnswerVerdict::broken);
    CHECK(look.worst_answer.prompt == (decode ? "decode" : "prefill"));
    CHECK(look.worst_answer.reason == AnswerReason::no_numbers);
    CHECK(look.worst_answer.count == (decode ? 96 : 6));
    CHECK(look.worst_answer.of == look.worst_answer.count);
    CHECK(look.worst_answer.at == (decode ? 0 : 50));
    CHECK(look.worst_answer.position_prompt == (decode ? "answer: multi 1" : "answer: text"));
    CHECK(prompt(look, "answer: text").verdict ==
          (decode ? AnswerVerdict::identical : AnswerVerdict::broken));
    CHECK(prompt(look, "answer: multi 1").verdict ==
          (decode ? AnswerVerdict::broken : AnswerVerdict::identical));
    CHECK((decode ? look.decode : look.prefill)->compared() == 0);
}

TEST_CASE("one position without numbers is broken, and the others are not", "[pass_look]") {
    auto arm = answers_of();
    arm.decode[25].error = "POST /completion: 500 Compute error.";
    arm.decode[25].top.clear();

    const auto look = compare(arm);

    CHECK(look.verdict == AnswerVerdict::broken);
    CHECK(look.worst_answer.count == 1);
    CHECK(look.worst_answer.of == 96);
    CHECK(look.worst_answer.at == 5);
    CHECK(look.worst_answer.position_prompt == "answer: multi 2");
    CHECK(look.worst_answer.error == "POST /completion: 500 Compute error.");
    CHECK(prompt(look, "answer: multi 2").verdict == AnswerVerdict::broken);
    CHECK(prompt(look, "answer: multi 1").verdict == AnswerVerdict::identical);
}

TEST_CASE("a baseline without numbers breaks every arm, and the reason says so", "[pass_look]") {
    auto bad = answers_of();
    for (auto& chance : bad.prefill[1].top) chance.logprob.reset();
    const bool first = GENERATE(true, false);

    const auto look = first ? compare_passes(answer_script(), bad, &baseline(), answers_of())
                            : compare(answers_of(), &bad);

    CHECK(look.verdict == AnswerVerdict::broken);
    CHECK(look.worst_answer.reason == AnswerReason::baseline_no_numbers);
    CHECK(look.worst_answer.prompt == "prefill");
    CHECK(look.worst_answer.count == 1);
    CHECK(look.worst_answer.of == 6);
    CHECK(look.worst_answer.at == 100);
    CHECK(prompt(look, "answer: multi 1").verdict == AnswerVerdict::identical);
}

TEST_CASE("one wrong expert at one position is divergent", "[pass_look]") {
    auto arm = answers_of();
    auto& wrong = arm.decode[7];
    wrong.token = wrong.top[0].token = 5; // another token has its probability
    wrong.top[0].text = "wrong";

    const auto look = compare(arm);

    CHECK(look.verdict == AnswerVerdict::divergent);
    CHECK(look.worst_answer.reason == AnswerReason::unexplained_text);
    REQUIRE(look.worst.size() == 1);
    CHECK(look.worst[0].prompt == "answer: multi 1");
    CHECK_FALSE(look.worst[0].prefill);
    CHECK(look.worst[0].at == 7);
    CHECK(look.worst[0].kl > 0.5);
    CHECK(look.worst[0].arm_says == "wrong");
    CHECK(look.worst[0].baseline_says == baseline().decode[7].top[0].text);
    std::string before;
    for (std::size_t k = 0; k < 7; ++k) before += baseline().decode[k].top[0].text;
    CHECK(look.worst[0].before == before);
    CHECK(prompt(look, "answer: multi 1").verdict == AnswerVerdict::divergent);
    CHECK(prompt(look, "answer: multi 2").verdict == AnswerVerdict::identical);
}

TEST_CASE("an arm that departs is compared again after each departure", "[pass_look]") {
    test::FakeAnswerServer server;
    server.shift = [](const std::vector<std::int64_t>& ids, std::vector<TokenLogprob>& top) {
        if (ids.size() == 42 + 4) std::swap(top[0].token, top[1].token); // in replies to "multi"
    };

    const auto look = compare(answers_of(std::move(server)));

    CHECK(look.decode.value().positions == 96);
    CHECK(look.decode->top1_agree == 96 - 4);
    CHECK(look.decode->unexplained == 4);
    CHECK(look.worst_answer.at == 4);
    CHECK(look.worst_answer.position_prompt == "answer: multi 1");
    CHECK(look.worst.size() == 4);
}

TEST_CASE("the five worst of the different positions are shown", "[pass_look]") {
    const auto look =
        compare(answers_of([by = 0.0](const CompletionRequest&, CompletionReply& reply) mutable {
            for (auto& top : reply.candidates) *top[0].logprob -= by += 0.001;
        }));

    REQUIRE(look.worst.size() == 5);
    CHECK(look.worst[0].prefill);
    CHECK(look.worst[0].at == 300);
    CHECK(look.worst[0].before.empty());
    for (std::size_t i = 1; i < 5; ++i) CHECK(look.worst[i].kl < look.worst[i - 1].kl);
}

TEST_CASE("other tokens at near ties are close, and elsewhere divergent", "[pass_look]") {
    const auto [second, verdict] = GENERATE(table<double, AnswerVerdict>({
        {0.49, AnswerVerdict::close},
        {0.45, AnswerVerdict::close},
        {0.30, AnswerVerdict::divergent},
    }));
    auto record = answers_of(), arm = record;
    for (const std::size_t at : {3U, 33U, 63U}) swap_at(at, 0.5, second, record, arm);

    const auto look = compare_passes(answer_script(), record, &record, arm);

    CHECK(look.verdict == verdict);
    CHECK(look.decode.value().top1_agree == 96 - 3);
    CHECK(look.worst_answer.reason == (verdict == AnswerVerdict::close
                                           ? AnswerReason::other_numbers
                                           : AnswerReason::unexplained_text));
}

TEST_CASE("a prompt is not divergent when its part is close", "[pass_look]") {
    auto record = answers_of();
    auto arm = record;
    for (const std::size_t at : {30U, 31U}) { // one far position is allowed in each list
        record.decode[at].top = {{.token = 1, .logprob = std::log(0.5), .text = "a"},
                                 {.token = 2, .logprob = std::log(0.2), .text = "b"}};
        arm.decode[at].top = {{.token = 1, .logprob = std::log(0.4), .text = "a"},
                              {.token = 2, .logprob = std::log(0.1), .text = "b"}};
        record.decode[at].token = arm.decode[at].token = 1;
    }

    const auto look = compare_passes(answer_script(), record, &record, arm);

    CHECK(look.decode.value().far == 2); // of 96: allowed; of the prompt's 20: not
    CHECK(look.verdict == AnswerVerdict::close);
    CHECK(prompt(look, "answer: multi 2").verdict == AnswerVerdict::close);
}

TEST_CASE("a part that was left out has no figures", "[pass_look]") {
    auto script = answer_script();
    AnswerRecord record = answers_of();
    const bool decode = GENERATE(true, false);
    if (decode) {
        script.prompts.clear();
        record.decode.clear();
    } else {
        script.cuts.clear();
        record.prefill.clear();
    }

    const auto look = compare_passes(script, record, &record, record);

    CHECK(look.verdict == AnswerVerdict::identical);
    CHECK(look.decode.has_value() != decode);
    CHECK(look.floor_prefill.has_value() == decode);
    CHECK(look.prompts.size() == (decode ? 1 : 5));
}

TEST_CASE("an empty pass is not compared", "[pass_look]") {
    const auto look = compare_passes(AnswerScript(), AnswerRecord(), nullptr, AnswerRecord());

    CHECK(look.verdict == AnswerVerdict::not_compared);
    CHECK_FALSE(look.decode.has_value());
    CHECK(look.prompts.empty());
}

} // namespace moebench::detail
