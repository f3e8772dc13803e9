// SPDX-License-Identifier: MIT
#include <moebench/answers/judge_answers.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
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
using test::Spelt;

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

    void add_numbers(const std::string& arm, int number,
                     const std::vector<AnswerPosition>& positions) {
        auto& decode = boot(arm, number).answers.value().decode;
        decode.insert(decode.end(), positions.begin(), positions.end());
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
    CHECK(judgement.prompts.size() == 16);
    CHECK(judgement.prompts.front().prompt == "pp0");
    CHECK(judgement.prompts.back().prompt == "answer: text");
    CHECK(judgement.texts == 10);
    CHECK(judgement.same_texts == 10);
    CHECK(judgement.baseline_repeats);
    CHECK(judgement.worst.empty());
    CHECK(judgement.decode.has_value());
    CHECK(judgement.floor_prefill.has_value());
    CHECK(judgement.worst_answer.reason == AnswerReason::none);
}

TEST_CASE("slightly different numbers are close, although all texts are the same",
          "[judge_answers]") {
    Comparison c;
    c.boot("B", 0).answers = answers_of([](const CompletionRequest&, CompletionReply& reply) {
        for (auto& top : reply.candidates) *top[0].logprob -= 0.005;
    });

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::close);
    CHECK(judgement.worst_answer.prompt == "decode");
    CHECK(judgement.worst_answer.reason == AnswerReason::other_numbers);
    CHECK(judgement.prompts[2].verdict == AnswerVerdict::identical);
    CHECK(judgement.same_texts == 10);
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
    CHECK(judgement.worst_answer.prompt == (decode ? "decode" : "prefill"));
    CHECK(judgement.worst_answer.reason == AnswerReason::no_numbers);
}

TEST_CASE("a repeated phrase is broken when the baseline has none", "[judge_answers]") {
    Comparison c;
    c.say("B", 3, 4, loop());

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.worst_answer.prompt == "pp4");
    CHECK(judgement.worst_answer.reason == AnswerReason::repeats_itself);
    CHECK(judgement.prompts[4].verdict == AnswerVerdict::broken);
}

TEST_CASE("a repeated phrase in both arms is identical", "[judge_answers]") {
    Comparison c;
    c.say_always("A", 4, loop());
    c.say_always("B", 4, loop());

    CHECK(c.judge().verdict == AnswerVerdict::identical);
}

TEST_CASE("a different text that no numbers explain is divergent", "[judge_answers]") {
    Comparison c;
    c.say_always("B", 3, prose + "but another end");

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::divergent);
    CHECK(judgement.worst_answer.prompt == "pp3");
    CHECK(judgement.worst_answer.reason == AnswerReason::unseen_text);
    CHECK(judgement.prompts[3].verdict == AnswerVerdict::divergent);
}

TEST_CASE("a different text is judged by the numbers of the baseline's reply", "[judge_answers]") {
    const auto [text, verdict, reason] = GENERATE(table<std::string, AnswerVerdict, AnswerReason>({
        {"The dog", AnswerVerdict::close, AnswerReason::near_tie_text},
        {"The cow", AnswerVerdict::divergent, AnswerReason::unexplained_text},
    }));
    const std::vector<Spelt> cat = {{"The"}, {" cat", 0.5, {{" dog", 0.45}, {" cow", 0.01}}}};
    Comparison c;
    c.say_always("A", 3, "The cat");
    c.say_always("B", 3, "The cat");
    for (int boot : {0, 1}) c.add_numbers("A", boot, test::positions_of("pp3", cat));
    c.add_numbers("B", 0, test::positions_of("pp3", cat));
    c.say("B", 2, 3, text); // on one measured boot

    const auto judgement = c.judge();

    CHECK(judgement.verdict == verdict);
    CHECK(judgement.worst_answer.prompt == "pp3");
    CHECK(judgement.worst_answer.reason == reason);
    CHECK(judgement.decode->positions == 96 + 2);
    CHECK(judgement.same_texts == 9);
}

TEST_CASE("each pass over the suite has its own numbers", "[judge_answers]") {
    Comparison c;
    const std::vector<Spelt> first = {{"The", 0.5, {{"A", 0.45}}}}, second = {{"The", 0.9}};
    for (auto& boot : c.boots) {
        auto again = boot.requests[3];
        again.pass = 1;
        again.prompt_sha256 = "salted differently";
        boot.requests.push_back(again);
        if (!boot.answers) continue;
        for (const auto& [name, tokens] : {std::pair("pp3", first), {"pp3 (pass 2)", second}}) {
            for (auto& each : test::positions_of(name, tokens))
                boot.answers->decode.push_back(each);
        }
    }
    for (int boot = 0; boot < 5; ++boot) c.boot("A", boot).requests[10].text = "The";
    auto& request = c.boot("B", 2).requests[10];
    request.text = "A";
    request.content_sha256 = "of A";

    const auto judgement = c.judge();

    CHECK(judgement.texts == 11);
    CHECK(judgement.worst_answer.prompt == "pp3 (pass 2)");
    CHECK(judgement.worst_answer.reason == AnswerReason::unexplained_text); // no tie in pass 2
}

TEST_CASE("a reply to another question is not compared", "[judge_answers]") {
    const std::vector<Spelt> said = {{"The"}, {" cat", 0.5, {{" dog", 0.45}}}};
    Comparison c;
    for (const auto* arm : {"A", "B"}) c.say_always(arm, 3, "The cat");
    for (int boot : {0, 1}) c.add_numbers("A", boot, test::positions_of("pp3", said));
    for (int boot = 0; boot < 4; ++boot) {
        auto& next = c.boot("B", boot).requests[4]; // its prompt contains the reply before it
        next = request_of("pp4", "", "another text");
        next.prompt_sha256 = "after another reply";
        c.say("B", boot, 3, "The dog");
    }
    c.add_numbers("B", 0, test::positions_of("pp3", {{"The"}, {" dog", 0.5, {{" cat", 0.45}}}}));
    c.add_numbers("A", 0, test::positions_of("pp4", {{"one"}}));
    c.add_numbers("B", 0, test::positions_of("pp4", {{"two"}}));

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::close);
    CHECK(judgement.prompts[3].reason == AnswerReason::near_tie_text);
    CHECK(judgement.prompts[4].prompt == "pp4");
    CHECK(judgement.prompts[4].verdict == AnswerVerdict::not_compared);
    CHECK(judgement.prompts[4].reason == AnswerReason::other_question);
    CHECK(judgement.prompts.size() == 16);
    CHECK(judgement.decode->positions == 96 + 2); // without pp4
}

TEST_CASE("an arm that was asked something else is not identical", "[judge_answers]") {
    Comparison c;
    for (int boot = 0; boot < 4; ++boot) c.boot("B", boot).requests[4].prompt_sha256 = "edited";

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::not_compared);
    CHECK(judgement.same_texts == 9);
}

TEST_CASE("more passes than the baseline has are not compared", "[judge_answers]") {
    Comparison c;
    auto& requests = c.boot("B", 2).requests;
    requests.push_back(requests[3]);
    requests.back().pass = 1;
    requests.back().prompt_sha256 = "salted differently";

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::identical);
    CHECK(judgement.prompts[10].prompt == "pp3 (pass 2)");
    CHECK(judgement.prompts[10].verdict == AnswerVerdict::not_compared);
    CHECK(judgement.prompts[10].reason == AnswerReason::none);
}

TEST_CASE("boots of an older version have no hashes of their prompts, and are compared by pass",
          "[judge_answers]") {
    const bool all = GENERATE(true, false); // false: continued by this version
    Comparison c;
    for (auto& boot : c.boots) {
        if (!all && boot.arm == "B") continue;
        for (auto& request : boot.requests) request.prompt_sha256.clear();
    }
    CHECK(c.judge().verdict == AnswerVerdict::identical);
    CHECK(c.judge().same_texts == 10);

    c.say("B", 0, 3, "another text");
    CHECK(c.judge().worst_answer.reason == AnswerReason::unseen_text);
}

TEST_CASE("different reasoning before the same content is a different text", "[judge_answers]") {
    Comparison c;
    c.say("B", 2, 6, prose + "pp6", "think again of pp6. ");

    const auto judgement = c.judge();

    CHECK(judgement.prompts[6].verdict == AnswerVerdict::divergent);
    CHECK(judgement.prompts[6].at == 6);
    CHECK(judgement.prompts[6].count == 1);
    CHECK(judgement.prompts[6].of == 4);
    CHECK(judgement.same_texts == 9);
}

TEST_CASE("reasoning that became content is a different reply", "[judge_answers]") {
    Comparison c;
    c.say_always("A", 6, prose + "pp6");
    c.say_always("B", 6, prose + "pp6");
    c.say("B", 2, 6, "pp6", prose);

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::divergent);
    CHECK(judgement.worst_answer.reason == AnswerReason::other_division);
}

TEST_CASE("an empty reply to one prompt of ten is broken", "[judge_answers]") {
    Comparison c;
    c.say("B", 1, 9, "");

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.prompts[9].verdict == AnswerVerdict::broken);
    CHECK(judgement.worst_answer.prompt == "pp9");
    CHECK(judgement.worst_answer.reason == AnswerReason::empty_reply);
}

TEST_CASE("a request that failed has no text", "[judge_answers]") {
    Comparison c;
    auto& request = c.boot("B", 1).requests[0];
    request = RequestRecord();
    request.prompt = "pp0";
    request.prompt_sha256 = "of pp0";
    request.status = RequestStatus::http_error;
    request.error = "HTTP 500: Compute error.";

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.worst_answer.prompt == "pp0");
    CHECK(judgement.worst_answer.reason == AnswerReason::request_failed);
    CHECK(judgement.worst_answer.count == 1);
    CHECK(judgement.worst_answer.of == 4);
    CHECK(judgement.worst_answer.error == "HTTP 500: Compute error.");
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
    CHECK(judgement.same_texts == 9);
}

TEST_CASE("all arms are broken when the baseline gives no numbers", "[judge_answers]") {
    Comparison c;
    const int boot = GENERATE(0, 1);
    c.boot("A", boot).answers->decode[3].top[0].logprob.reset();

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::broken);
    CHECK(judgement.worst_answer.reason == AnswerReason::baseline_no_numbers);
    CHECK(judgement.worst_answer.at == 3);
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
    CHECK(judgement.worst_answer.reason == AnswerReason::unseen_text);
}

TEST_CASE("a pass of one arm alone is not compared", "[judge_answers]") {
    const std::string without = GENERATE("A", "B");
    Comparison c;
    for (auto& boot : c.boots) {
        if (boot.arm == without) boot.answers.reset();
    }

    CHECK(c.judge().verdict == AnswerVerdict::identical);
    CHECK_FALSE(c.judge().decode.has_value());
}

TEST_CASE("the answers of a boot that did not complete are ignored", "[judge_answers]") {
    Comparison c;
    auto broken = c.boot("A", 0);
    broken.outcome = Outcome::server_died;
    broken.requests.clear();
    broken.answers->decode.resize(3);
    c.boots.insert(c.boots.begin(), broken);

    CHECK(c.judge().decode.value().positions == 96);
}

TEST_CASE("an arm with fewer boots is judged by those it has", "[judge_answers]") {
    Comparison c;
    while (c.boots.size() > 3) c.boots.pop_back();
    c.boots.erase(c.boots.begin() + 1); // the baseline's second pass

    const auto judgement = c.judge();

    CHECK(judgement.verdict == AnswerVerdict::identical);
    CHECK(judgement.same_texts == 10);
    CHECK_FALSE(judgement.floor_decode.has_value());
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
