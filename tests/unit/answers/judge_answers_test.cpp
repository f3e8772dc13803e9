// SPDX-License-Identifier: MIT
#include <moebench/answers/judge_answers.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <support/answer_boots.hpp>

namespace moebench {

namespace {

using test::answer_script;
using test::answers_of;
using test::boot_of;
using test::request_of;

const std::string prose =
    "Expert offload keeps the weights of most experts in host memory and copies to the device "
    "only what the router has chosen for a batch of tokens. ";

std::string loop() {
    std::string text = prose;
    for (int i = 0; i < 60; ++i) text += "and so on, ";
    return text;
}

/// Two preliminary boots of A and one of B, each with an answer pass, and three measured boots of
/// both. Ten prompts, each with its own text.
struct Comparison {
    std::vector<std::string> arms{"A", "B"};
    std::vector<BootRecord> boots;

    Comparison() {
        for (const auto* arm : {"A", "A", "B"})
            boots.push_back(boot_of(arm, usual(), answers_of()));
        for (int block = 0; block < 3; ++block) {
            for (const auto* arm : {"A", "B"}) boots.push_back(boot_of(arm, usual()));
        }
    }

    static std::vector<RequestRecord> usual() {
        std::vector<RequestRecord> requests;
        for (int i = 0; i < 10; ++i) {
            const auto name = "pp" + std::to_string(i);
            requests.push_back(request_of(name, "think of " + name + ". ", prose + name));
        }
        return requests;
    }

    /// Boot `number` of the arm, from 0.
    BootRecord& boot(const std::string& arm, int number) {
        for (auto& each : boots) {
            if (each.arm == arm && number-- == 0) return each;
        }
        throw std::out_of_range(arm);
    }

    void say(const std::string& arm, int number, std::size_t prompt, const std::string& content,
             const std::string& reasoning = "") {
        auto& request = boot(arm, number).requests.at(prompt);
        request = request_of(request.prompt, reasoning, content);
    }

    void say_always(const std::string& arm, std::size_t prompt, const std::string& content) {
        const int boots_of_arm = arm == "A" ? 5 : 4;
        for (int i = 0; i < boots_of_arm; ++i) say(arm, i, prompt, content);
    }

    void forget_passes() {
        for (auto& each : boots) each.answers.reset();
    }

    AnswerJudgement judge() const {
        const auto all = judge_answers(arms, boots, answer_script());
        REQUIRE(all.size() == arms.size() - 1);
        return all.front();
    }
};

} // namespace

TEST_CASE("an arm with the same texts and the same numbers is identical", "[judge_answers]") {
    const auto judgement = Comparison().judge();

    CHECK(judgement.arm == "B");
    CHECK(judgement.verdict == AnswerVerdict::identical);
    CHECK(judgement.prompts.size() == 15);
    CHECK(judgement.prompts.front().prompt == "pp0");
    CHECK(judgement.prompts.back().prompt == "answer: text");
    CHECK(judgement.texts == 10);
    CHECK(judgement.same_texts == 10);
    CHECK(judgement.baseline_repeats);
    CHECK(judgement.worst.empty());
    CHECK(judgement.decode.has_value());
    CHECK(judgement.floor_prefill.has_value());
    CHECK(judgement.why ==
          "10 of 10 prompts with the same text; decode: 80 of 80 positions with the same most "
          "probable token, largest log-probability difference 0; prefill: 4 of 4 positions with "
          "the same most probable token, largest log-probability difference 0");
}

TEST_CASE("different texts from slightly different numbers are close", "[judge_answers]") {
    Comparison c;
    c.boot("B", 0).answers = answers_of([](const CompletionRequest&, CompletionReply& reply) {
        for (auto& top : reply.candidates) *top[0].logprob -= 0.01;
    });
    c.say_always("B", 3, prose + "but another end");

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::close);
    CHECK(judgement.prompts[3].verdict == AnswerVerdict::close);
    CHECK(judgement.prompts[2].verdict == AnswerVerdict::identical);
    CHECK(judgement.same_texts == 9);
    CHECK(judgement.why.find("9 of 10 prompts with the same text") == 0);
    CHECK(judgement.why.find("largest log-probability difference 0.01") != std::string::npos);
}

TEST_CASE("an arm without numbers in one part is broken, even with the same texts",
          "[judge_answers]") {
    const bool decode = GENERATE(true, false);
    Comparison c;
    c.boot("B", 0).answers =
        answers_of([decode](const CompletionRequest& request, CompletionReply& reply) {
            if (decode ? !test::is_decode(request) : !test::is_prefill(request)) return;
            for (auto& top : reply.candidates) top[0].logprob.reset();
        });

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.same_texts == 10);
    CHECK(judgement.why.find(decode ? "decode: no numbers at 80 of 80"
                                    : "prefill: no numbers at 4 of 4") == 0);
}

TEST_CASE("a repeated phrase is broken when the baseline has none", "[judge_answers]") {
    Comparison c;
    c.say("B", 3, 4, loop());

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.why.find("pp4: repeats itself") == 0);
    CHECK(judgement.prompts[4].verdict == AnswerVerdict::broken);
}

TEST_CASE("a repeated phrase in both arms is identical", "[judge_answers]") {
    Comparison c;
    c.say_always("A", 4, loop());
    c.say_always("B", 4, loop());

    CHECK(c.judge().verdict == AnswerVerdict::identical);
}

TEST_CASE("a different text with the same numbers is divergent", "[judge_answers]") {
    Comparison c;
    c.say_always("B", 3, prose + "but another end");

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::divergent);
    CHECK(judgement.why.find("pp3: other text from character 1") == 0);
    CHECK(judgement.why.find("the answer pass gives the same numbers") != std::string::npos);
}

TEST_CASE("different reasoning before the same content is a different text", "[judge_answers]") {
    Comparison c;
    c.say("B", 2, 6, prose + "pp6", "think again of pp6. ");

    const auto judgement = c.judge();

    CHECK(judgement.prompts[6].verdict == AnswerVerdict::divergent);
    CHECK(judgement.prompts[6].why.find("other text from character 7") == 0);
    CHECK(judgement.prompts[6].why.find("1 of 4 replies") != std::string::npos);
    CHECK(judgement.same_texts == 9);
}

TEST_CASE("reasoning that became content is a different reply", "[judge_answers]") {
    Comparison c;
    c.say_always("A", 6, prose + "pp6");
    c.say_always("B", 6, prose + "pp6");
    c.say("B", 2, 6, "pp6", prose);

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::divergent);
    CHECK(judgement.why.find("pp6: the same text, divided differently") == 0);
}

TEST_CASE("an empty reply to one prompt of ten is broken", "[judge_answers]") {
    Comparison c;
    c.say("B", 1, 9, "");

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.prompts[9].verdict == AnswerVerdict::broken);
    CHECK(judgement.why.find("pp9: nothing in 1 of 4 replies") == 0);
}

TEST_CASE("a request that failed has no text", "[judge_answers]") {
    Comparison c;
    auto& request = c.boot("B", 1).requests[0];
    request = RequestRecord();
    request.prompt = "pp0";
    request.status = RequestStatus::http_error;
    request.error = "HTTP 500: Compute error.";

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.why.find("pp0: 1 of 4 requests failed") == 0);
    CHECK(judgement.why.find("Compute error.") != std::string::npos);
}

TEST_CASE("arms may differ from a baseline whose own replies differ", "[judge_answers]") {
    const auto [text, verdict] = GENERATE(table<std::string, AnswerVerdict>({
        {prose + "but another end", AnswerVerdict::close},
        {"Something else.", AnswerVerdict::divergent},
    }));
    Comparison c;
    c.say_always("A", 3, prose + "and its own end");
    c.say("A", 4, 3, prose + "or once this");
    c.say_always("B", 3, text);

    const auto judgement = c.judge();

    CHECK(judgement.verdict == verdict);
    CHECK_FALSE(judgement.baseline_repeats);
    CHECK(judgement.why.find("; the baseline's own replies differ") != std::string::npos);
    CHECK(judgement.same_texts == 9);
}

TEST_CASE("all arms are broken when the baseline gives no numbers", "[judge_answers]") {
    Comparison c;
    const int boot = GENERATE(0, 1);
    c.boot("A", boot).answers->decode[3].top[0].logprob.reset();

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.why.find("decode: the baseline itself gives no numbers at 1 of 80") == 0);
}

TEST_CASE("each arm is judged separately", "[judge_answers]") {
    Comparison c;
    c.arms = {"A", "B", "C"};
    c.boots.push_back(boot_of("C", Comparison::usual(), answers_of()));
    c.say("C", 0, 0, "");

    const auto judgements = judge_answers(c.arms, c.boots, answer_script());

    REQUIRE(judgements.size() == 2);
    CHECK(judgements[0].arm == "B");
    CHECK(judgements[0].verdict == AnswerVerdict::identical);
    CHECK(judgements[1].arm == "C");
    CHECK(judgements[1].verdict == AnswerVerdict::broken);
}

TEST_CASE("without an answer pass only the texts are judged", "[judge_answers]") {
    Comparison c;
    c.forget_passes();

    CHECK(c.judge().verdict == AnswerVerdict::identical);
    CHECK_FALSE(c.judge().decode.has_value());

    c.say("B", 0, 3, "another text");
    const auto judgement = c.judge();
    CHECK(judgement.verdict == AnswerVerdict::divergent);
    CHECK(judgement.why.find("there is no answer pass to explain it") != std::string::npos);
}

TEST_CASE("an arm without a single reply or pass is not compared", "[judge_answers]") {
    Comparison c;
    c.boots.erase(std::remove_if(c.boots.begin(), c.boots.end(),
                                 [](const BootRecord& boot) { return boot.arm == "B"; }),
                  c.boots.end());

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::not_compared);
    CHECK(judgement.prompts.size() == 10);
    CHECK(judgement.same_texts == 0);
}

TEST_CASE("the boots of an A/A are ignored", "[judge_answers]") {
    Comparison c;
    for (const auto* arm : {"A", "B", "baseline A"}) {
        auto boot = boot_of(arm, {request_of("pp0", "", std::string("other text of ") + arm)});
        boot.purpose = BootPurpose::aa;
        c.boots.push_back(boot);
    }

    CHECK(c.judge().verdict == AnswerVerdict::identical);
}

TEST_CASE("without arms there are no judgements", "[judge_answers]") {
    CHECK(judge_answers({}, {}, AnswerScript()).empty());
}

} // namespace moebench
