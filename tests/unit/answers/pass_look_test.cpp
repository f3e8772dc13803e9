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

const AnswerRecord& reference() {
    static const AnswerRecord record = answers_of();
    return record;
}

AnswerJudgement compare(const AnswerRecord& arm, const AnswerRecord* again = &reference()) {
    return compare_passes(answer_script(), reference(), again, arm).judgement;
}

PassEvidence evidence(const AnswerRecord& arm) {
    return compare_passes(answer_script(), reference(), &reference(), arm).evidence.value();
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

} // namespace

TEST_CASE("a pass with the same numbers and replies is identical", "[pass_look]") {
    const auto look = compare(answers_of());

    CHECK(look.verdict == AnswerVerdict::identical);
    CHECK(look.why.empty());
    REQUIRE(look.prompts.size() == 5);
    CHECK(look.prompts[0].prompt == "answer: multi 1");
    CHECK(look.prompts[4].prompt == "answer: text");
    for (const auto& answer : look.prompts) CHECK(answer.verdict == AnswerVerdict::identical);
    CHECK(look.decode.value().positions == 80);
    CHECK(look.decode->top1_agree == 80);
    CHECK(look.prefill.value().positions == 4);
    CHECK(look.floor_decode.value().largest_kl == 0);
    CHECK(look.floor_prefill.has_value());
    CHECK(look.worst.empty());
    CHECK(evidence(answers_of()).verdict == AnswerVerdict::identical);
}

TEST_CASE("differences in the last digits of a log-probability do not count", "[pass_look]") {
    const auto [nats, verdict] = GENERATE(table<double, AnswerVerdict>({
        {0.00005, AnswerVerdict::identical},
        {0.0002, AnswerVerdict::close},
        {0.02, AnswerVerdict::close},
        {0.2, AnswerVerdict::divergent}, // a mean KL of 0.027
    }));

    const auto look = compare(answers_of(shaken(nats)));

    CHECK(look.verdict == verdict);
    CHECK(look.decode.value().largest_logprob_difference == Approx(nats));
    CHECK(evidence(answers_of(shaken(nats))).largest_logprob_difference == Approx(nats));
    if (verdict == AnswerVerdict::divergent) {
        CHECK(look.why.find("decode: mean KL 0.0") == 0);
        CHECK(look.why.find("(limit 0.002)") != std::string::npos);
    }
}

TEST_CASE("an arm may differ twice as much as the baseline differs from itself", "[pass_look]") {
    const auto again = answers_of(shaken(0.15));

    CHECK(compare(answers_of(shaken(0.2)), &again).verdict == AnswerVerdict::close);
    CHECK(compare(answers_of(shaken(0.2)), nullptr).verdict == AnswerVerdict::divergent);
    CHECK(compare(answers_of(shaken(0.15)), &again).verdict == AnswerVerdict::identical);
    CHECK(compare(answers_of(shaken(0.6)), &again).verdict == AnswerVerdict::divergent);
}

TEST_CASE("numbers that are missing in one part break this part", "[pass_look]") {
    const bool decode = GENERATE(true, false);

    const auto look =
        compare(answers_of([decode](const CompletionRequest& request, CompletionReply& reply) {
            if (decode ? is_decode(request) : is_prefill(request)) lose_numbers(reply);
        }));

    CHECK(look.verdict == AnswerVerdict::broken);
    CHECK(look.why == (decode ? "decode: no numbers at 80 of 80 positions, first after 0 tokens of "
                                "multi 1"
                              : "prefill: no numbers at 4 of 4 positions, first after 64 tokens of "
                                "text"));
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
    CHECK(look.why == "decode: no numbers at 1 of 80 positions, first after 5 tokens of multi 2: "
                      "POST /completion: 500 Compute error.");
    CHECK(prompt(look, "answer: multi 2").verdict == AnswerVerdict::broken);
    CHECK(prompt(look, "answer: multi 1").verdict == AnswerVerdict::identical);
}

TEST_CASE("a baseline without numbers breaks every arm, and the reason says so", "[pass_look]") {
    auto bad = answers_of();
    for (auto& chance : bad.prefill[1].top) chance.logprob.reset();
    const bool first = GENERATE(true, false);

    const auto look =
        first ? compare_passes(answer_script(), bad, &reference(), answers_of()).judgement
              : compare(answers_of(), &bad);

    CHECK(look.verdict == AnswerVerdict::broken);
    CHECK(look.why.find("prefill: the baseline itself gives no numbers at 1 of 4") == 0);
    CHECK(prompt(look, "answer: multi 1").verdict == AnswerVerdict::identical);
}

TEST_CASE("one wrong expert at one position is divergent", "[pass_look]") {
    auto arm = answers_of();
    auto& top = arm.decode[7].top;
    top[0].token = 5; // another token has its probability
    top[0].text = "wrong";

    const auto look = compare(arm);

    CHECK(look.verdict == AnswerVerdict::divergent);
    REQUIRE(look.worst.size() == 1);
    CHECK(look.worst[0].prompt == "multi 1");
    CHECK_FALSE(look.worst[0].prefill);
    CHECK(look.worst[0].at == 7);
    CHECK(look.worst[0].kl > 0.5);
    CHECK(look.worst[0].arm_says == "wrong");
    CHECK(look.worst[0].baseline_says == reference().decode[7].top[0].text);
    std::string before;
    for (std::size_t k = 0; k < 7; ++k) before += reference().decode[k].top[0].text;
    CHECK(look.worst[0].before == before);
    CHECK(prompt(look, "answer: multi 1").verdict == AnswerVerdict::divergent);
    CHECK(prompt(look, "answer: multi 2").verdict == AnswerVerdict::identical);
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
    CHECK(look.worst[4].prompt == "multi 4");
    for (std::size_t i = 1; i < 5; ++i) CHECK(look.worst[i].kl < look.worst[i - 1].kl);
}

TEST_CASE("one different first token is always allowed, of many positions 3 %", "[pass_look]") {
    const auto [others, verdict] = GENERATE(table<std::size_t, AnswerVerdict>({
        {1, AnswerVerdict::close},
        {2, AnswerVerdict::close},
        {3, AnswerVerdict::divergent},
    }));
    auto record = answers_of(); // 80 positions
    auto changed = record;
    for (std::size_t i = 0; i < others; ++i) {
        // 0.11 nats apart, and swapped: a KL of 0.006
        record.decode[i * 20].top = {{.token = 1, .logprob = std::log(0.50), .text = "a"},
                                     {.token = 2, .logprob = std::log(0.445), .text = "b"}};
        changed.decode[i * 20].top = {{.token = 2, .logprob = std::log(0.50), .text = "b"},
                                      {.token = 1, .logprob = std::log(0.445), .text = "a"}};
    }

    const auto look = compare_passes(answer_script(), record, &record, changed).judgement;

    CHECK(look.verdict == verdict);
    CHECK(look.decode.value().top1_agree == 80 - static_cast<std::int64_t>(others));
}

TEST_CASE("each limit counts on its own", "[pass_look]") {
    constexpr double none = 1e9;
    AnswerLimits limits;
    limits.mean_kl = limits.largest_kl = limits.largest_logprob_difference = none;
    limits.top1_differs = none;
    const auto [limit, words] = GENERATE(table<double AnswerLimits::*, std::string>({
        {&AnswerLimits::mean_kl, "mean KL"},
        {&AnswerLimits::largest_kl, "largest KL"},
        {&AnswerLimits::largest_logprob_difference, "largest log-probability difference"},
        {&AnswerLimits::top1_differs, "another most probable token at 80 of 80 positions"},
    }));
    const auto arm = answers_of(shaken(0.6));
    const auto look = [&] {
        return compare_passes(answer_script(), reference(), nullptr, arm, limits).judgement;
    };

    CHECK(look().verdict == AnswerVerdict::close);
    limits.*limit = 0;
    CHECK(look().verdict == AnswerVerdict::divergent);
    CHECK(look().why.find("decode: " + words) == 0);
}

TEST_CASE("a swapped tie, or other probabilities after the first token, are not identical",
          "[pass_look]") {
    const bool tie = GENERATE(true, false);
    auto record = answers_of();
    auto arm = record;
    auto &before = record.decode[30].top, &after = arm.decode[30].top;
    before[0].logprob = std::log(0.500001);
    before[1].logprob = std::log(tie ? 0.499998 : 0.20);
    before[2].logprob = std::log(tie ? 1e-6 : 0.10);
    after = before;
    const std::size_t first = tie ? 0 : 1;
    std::swap(after[first].logprob, after[first + 1].logprob);

    const auto look = compare_passes(answer_script(), record, &record, arm).judgement;

    CHECK(look.verdict == AnswerVerdict::close);
    CHECK(look.decode.value().top1_agree == 80);
    CHECK(look.worst.size() == 1);
}

TEST_CASE("a prompt is not divergent when its part is close", "[pass_look]") {
    auto record = answers_of();
    auto arm = record;
    record.decode[30].top = {{.token = 1, .logprob = std::log(0.5), .text = "a"},
                             {.token = 2, .logprob = std::log(0.2), .text = "b"}};
    arm.decode[30].top = {{.token = 1, .logprob = std::log(0.4), .text = "a"},
                          {.token = 2, .logprob = std::log(0.1), .text = "b"}};

    const auto look = compare_passes(answer_script(), record, &record, arm).judgement;

    CHECK(look.decode.value().largest_kl / 20 > 0.002);
    CHECK(look.verdict == AnswerVerdict::close);
    CHECK(prompt(look, "answer: multi 2").verdict == AnswerVerdict::close);
}

TEST_CASE("a different own reply from the same numbers is divergent", "[pass_look]") {
    auto arm = answers_of();
    arm.replies[2] = "something else";

    const auto look = compare(arm);

    CHECK(look.verdict == AnswerVerdict::divergent);
    CHECK(look.why.find("answer: multi 3: its own reply: other text from character 1") == 0);
    CHECK(evidence(arm).verdict == AnswerVerdict::identical);
    arm.replies[2].clear();
    CHECK(compare(arm).verdict == AnswerVerdict::broken);
}

TEST_CASE("a different own reply is close when numbers differ", "[pass_look]") {
    auto arm = answers_of(shaken(0.001));
    arm.replies[2] = "something else";

    CHECK(compare(arm).verdict == AnswerVerdict::close);
}

TEST_CASE("an own reply may equal that of the baseline's second boot", "[pass_look]") {
    auto again = answers_of();
    again.replies[2] = "something else";
    auto arm = answers_of();
    arm.replies[2] = "something else";

    CHECK(compare(arm, &again).verdict == AnswerVerdict::identical);
}

TEST_CASE("a part that was left out has no figures", "[pass_look]") {
    auto script = answer_script();
    AnswerRecord record = answers_of();
    const bool decode = GENERATE(true, false);
    if (decode) {
        script.prompts.clear();
        record.decode.clear();
        record.replies.clear();
    } else {
        script.cuts.clear();
        record.prefill.clear();
    }

    const auto look = compare_passes(script, record, &record, record).judgement;

    CHECK(look.verdict == AnswerVerdict::identical);
    CHECK(look.decode.has_value() != decode);
    CHECK(look.floor_prefill.has_value() == decode);
    CHECK(look.prompts.size() == (decode ? 1 : 4));
}

TEST_CASE("an empty pass is not compared", "[pass_look]") {
    const auto [look, evidence] =
        compare_passes(AnswerScript(), AnswerRecord(), nullptr, AnswerRecord());

    CHECK(look.verdict == AnswerVerdict::not_compared);
    CHECK_FALSE(evidence.has_value());
    CHECK(look.prompts.empty());
}

} // namespace moebench::detail
