// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/text_look.hpp>

#include <catch2/catch.hpp>

#include <initializer_list>
#include <list>
#include <string>
#include <vector>

#include <support/answer_boots.hpp>

namespace moebench::detail {

namespace {

using test::Spelt;
using Begins = std::vector<std::size_t>;

PromptReplies replies(std::initializer_list<std::string_view> texts,
                      std::optional<std::int64_t> predicted_n = 100) {
    PromptReplies all;
    for (const auto text : texts) all.texts.push_back({text, {}, predicted_n});
    return all;
}

/// Replies with numbers. It must outlive them.
class Numbered {
public:
    /// `text`: what remains of the tokens' texts.
    ReplyText reply(std::string_view text, const std::vector<Spelt>& tokens) {
        ReplyText reply{text, {}, 100};
        for (const auto& each : positions_.emplace_back(test::positions_of("p", tokens))) {
            reply.numbers.push_back(&each);
        }
        return reply;
    }

private:
    std::list<std::vector<AnswerPosition>> positions_;
};

Begins begins_of(std::string_view text, const std::vector<Spelt>& tokens) {
    Numbered all;
    return token_begins(text, all.reply(text, tokens).numbers);
}

bool at_near_tie(std::string_view text, const std::vector<Spelt>& tokens, std::string_view other) {
    Numbered all;
    return departs_at_near_tie(all.reply(text, tokens), other, {});
}

std::string times(int count, const std::string& piece) {
    std::string text;
    for (int i = 0; i < count; ++i) text += piece;
    return text;
}

/// 140 characters without repetition.
const std::string prose =
    "Expert offload keeps the weights of most experts in host memory and copies to the device "
    "only what the router has chosen for a batch of tokens.";

/// "The cat sat": nearly tied with "The dog sat", but not with "The cow sat".
const std::vector<Spelt> cat = {
    {"The"}, {" cat", 0.5, {{" dog", 0.45}, {" cow", 0.02}}}, {" sat", 0.9, {{" ran", 0.05}}}};

} // namespace

TEST_CASE("a text repeats itself when its second half is one repeated piece", "[text_look]") {
    const auto [text, repeats] = GENERATE(table<std::string, bool>({
        {"", false},
        {times(30, "a"), false}, // too short
        {times(200, "a"), true},
        {times(30, "and so on, "), true},
        {prose + times(40, "and so on, "), true},
        {prose + prose, false}, // twice is not enough
        {prose + "\n" + times(12, "a line of text\n\n  \t") + times(12, "a line of text\n"), true},
        {prose, false},
        {times(40, "and so on, ") + prose + prose + prose + prose, false}, // the loop ended
        {times(5, prose), false},                                          // two and a half times
        {times(9, prose), true},
        {times(60, "\xc3\xa4\xe2\x82\xac"), true},
    }));
    CAPTURE(text);

    CHECK(repeats_itself(text) == repeats);
}

TEST_CASE("the common beginning is counted in characters", "[text_look]") {
    CHECK(common_beginning("", "") == 0);
    CHECK(common_beginning("ab", "ac") == 1);
    CHECK(common_beginning("ab", "abc") == 2);
    CHECK(common_beginning("\xc3\xa4\xc3\xb6", "\xc3\xa4\xc3\xbc") == 1);
}

TEST_CASE("each token begins where its text is", "[text_look]") {
    CHECK(begins_of("", {}).empty());
    CHECK(begins_of("The cat sat", cat) == Begins{0, 3, 7});
}

TEST_CASE("a token without text begins where the one before it ends", "[text_look]") {
    // the mark between reasoning and content, and the end of the turn
    CHECK(begins_of("I think.So it is.", {{"I"}, {" think."}, {""}, {"So"}, {" it is."}, {""}}) ==
          Begins{0, 1, 8, 8, 10, 17});
    // white space around that mark, which the server removes
    CHECK(begins_of("I think.So", {{"I"}, {" think."}, {"\n"}, {""}, {"\n\n"}, {"So"}}) ==
          Begins{0, 1, 8, 8, 8, 8});
}

TEST_CASE("tokens are found again after any number of split characters", "[text_look]") {
    // each of these characters is three tokens of one byte, which have no text
    const std::string text = times(20, "\xe4\xb8\xad") + " is Chinese";
    std::vector<Spelt> tokens(60, Spelt{""});
    tokens.push_back({" is"});
    tokens.push_back({" Chinese"});

    const auto begins = begins_of(text, tokens);

    CHECK(begins[59] == 0);
    CHECK(begins[60] == 60);
    CHECK(begins[61] == 63);
}

TEST_CASE("a text departs at a near tie if the tied token is what it says", "[text_look]") {
    const auto [other, tie] = GENERATE(table<std::string, bool>({
        {"The dog sat", true},
        {"The dog ran away", true},
        {"The cow sat", false},
        {"The cat ran", false},
        {"A cat sat", false},
        {"The bird sat", false}, // not listed
        {"The cat sat down", false},
    }));
    CAPTURE(other);

    CHECK(at_near_tie("The cat sat", cat, other) == tie);
}

TEST_CASE("a token that begins like the other one may be the tied one", "[text_look]") {
    const std::vector<Spelt> tokens = {{"The"}, {" cat", 0.5, {{" catalogue", 0.45}}}, {" sat"}};

    CHECK(at_near_tie("The cat sat", tokens, "The catalogue"));
    CHECK_FALSE(at_near_tie("The cat sat", tokens, "The catapult"));
}

TEST_CASE("another spelling of the same text is no departure", "[text_look]") {
    const std::vector<Spelt> tokens = {{" cat", 0.5, {{" c", 0.45}}}, {" sat", 0.9}};

    CHECK_FALSE(at_near_tie(" cat sat", tokens, " cat ran"));
}

TEST_CASE("a reply may end where its end and another token are nearly tied", "[text_look]") {
    const auto [end, tie] = GENERATE(table<double, bool>({{0.45, true}, {0.1, false}}));
    const std::vector<Spelt> longer = {{"Yes"}, {"."}, {" And", 0.5, {{"", end}}}};
    const std::vector<Spelt> shorter = {{"Yes"}, {"."}, {"", 0.5, {{" And", end}}}};

    CHECK(at_near_tie("Yes. And", longer, "Yes.") == tie);
    CHECK(at_near_tie("Yes.", shorter, "Yes. And") == tie);
}

TEST_CASE("where the end is forbidden, the generated token counts", "[text_look]") {
    Numbered all;
    auto positions =
        test::positions_of("p", {{"Yes"}, {"", 0.9, {{" or", 0.05}, {" and", 0.045}}}});
    positions[1].token = test::id_of(" or");
    const ReplyText from{"Yes or", {}, 100, {&positions[0], &positions[1]}};

    CHECK(token_begins(from.text, from.numbers) == Begins{0, 3});
    CHECK(departs_at_near_tie(from, "Yes and", {}));
    CHECK_FALSE(departs_at_near_tie(from, "Yes but", {}));
}

TEST_CASE("missing numbers explain nothing", "[text_look]") {
    auto positions = test::positions_of("p", cat);
    positions[1].top[0].logprob.reset();
    const ReplyText from{"The cat sat", {}, 100, {&positions[0], &positions[1], &positions[2]}};

    CHECK_FALSE(departs_at_near_tie(from, "The dog sat", {}));
}

TEST_CASE("texts are identical when both arms always give the same one", "[text_look]") {
    const auto answer = judge_texts(replies({"a", "a"}), replies({"a"}));

    CHECK(answer.verdict == AnswerVerdict::identical);
    CHECK(answer.reason == AnswerReason::none);
}

TEST_CASE("an arm with all the texts of a baseline that varies is close", "[text_look]") {
    const auto answer = judge_texts(replies({"ab", "ac", "ab"}), replies({"ac", "ac"}));

    CHECK(answer.verdict == AnswerVerdict::close);
    CHECK(answer.reason == AnswerReason::baseline_varies);
    CHECK(answer.count == 0);
    CHECK(answer.at == 1);
}

TEST_CASE("a different text has place and both texts, shortened", "[text_look]") {
    const auto answer =
        judge_texts(replies({"The answer is forty-two, as everybody knows by now."}),
                    replies({"The answer is forty-two, as everybody knows by now.",
                             "The answer is forty-three, for once\nand no more."}));

    CHECK(answer.verdict == AnswerVerdict::divergent);
    CHECK(answer.reason == AnswerReason::unseen_text);
    CHECK(answer.at == 21);
    CHECK(answer.position_prompt.empty());
    CHECK(answer.arm_says == "hree, for once\nand no mo...");
    CHECK(answer.baseline_says == "wo, as everybody knows b...");
    CHECK(answer.count == 1);
    CHECK(answer.of == 2);
}

TEST_CASE("the text that differs earliest from the baseline counts", "[text_look]") {
    const auto answer = judge_texts(replies({"abcdef"}), replies({"abcdeX", "abXdef", "abcXef"}));

    CHECK(answer.at == 2);
    CHECK(answer.count == 3);
    CHECK(answer.of == 3);
}

TEST_CASE("a measured reply is close where the baseline's numbers show a near tie", "[text_look]") {
    const auto [text, verdict, reason] = GENERATE(table<std::string, AnswerVerdict, AnswerReason>({
        {"The dog sat", AnswerVerdict::close, AnswerReason::near_tie_text},
        {"The cow sat", AnswerVerdict::divergent, AnswerReason::unexplained_text},
    }));
    Numbered all;
    PromptReplies baseline = replies({"The cat sat"});
    baseline.texts.push_back(all.reply("The cat sat", cat)); // of equal ones, this one counts

    const auto answer = judge_texts(baseline, replies({text}));

    CHECK(answer.verdict == verdict);
    CHECK(answer.reason == reason);
    CHECK(answer.at == (verdict == AnswerVerdict::close ? 4 : 5));
}

TEST_CASE("replies with numbers are compared token by token", "[text_look]") {
    const auto [said, verdict] = GENERATE(table<std::string, AnswerVerdict>({
        {" dog", AnswerVerdict::close},
        {" cow", AnswerVerdict::divergent},
    }));
    Numbered all;
    PromptReplies baseline, arm;
    const std::string text = "The" + said + " sat";
    baseline.texts = {all.reply("The cat sat", cat)};
    arm.texts = {all.reply(text, {{"The"}, {said}, {" sat"}})};

    CHECK(judge_texts(baseline, arm).verdict == verdict);
}

TEST_CASE("a reply whose end token is left out may end at a near tie", "[text_look]") {
    const auto [end, verdict] = GENERATE(table<double, AnswerVerdict>({
        {0.45, AnswerVerdict::close},
        {0.1, AnswerVerdict::divergent},
    }));
    Numbered all;
    PromptReplies longer, shorter; // as with the stop words of a chat template
    longer.texts = {all.reply("Yes. And", {{"Yes"}, {"."}, {" And", 0.5, {{"", end}}}})};
    shorter.texts = {all.reply("Yes.", {{"Yes"}, {"."}})};

    CHECK(judge_texts(longer, shorter).verdict == verdict);
    CHECK(judge_texts(shorter, longer).verdict == verdict);
}

TEST_CASE("a reply may follow the arm's own reply, and depart from it at a near tie",
          "[text_look]") {
    const std::vector<Spelt> dog = {
        {"The"}, {" dog"}, {" sat", 0.5, {{" lay", 0.45}, {" ran", 0.01}}}};
    const auto [text, verdict] = GENERATE(table<std::string, AnswerVerdict>({
        {"The dog sat", AnswerVerdict::close},
        {"The dog lay", AnswerVerdict::close},
        {"The dog ran", AnswerVerdict::divergent},
    }));
    Numbered all;
    PromptReplies baseline, arm;
    baseline.texts = {all.reply("The cat sat", cat)};
    arm.texts = {all.reply("The dog sat", dog)};
    arm.texts.push_back({text, {}, 100});

    const auto answer = judge_texts(baseline, arm);

    CHECK(answer.verdict == verdict);
    CHECK(answer.count == 2);
}

TEST_CASE("reasoning that ends at another place is a different reply", "[text_look]") {
    PromptReplies baseline, arm;
    baseline.texts.push_back({"think say", "hash 1", 5});
    arm.texts.push_back({"think say", "hash 2", 5});

    const auto answer = judge_texts(baseline, arm);

    CHECK(answer.verdict == AnswerVerdict::divergent);
    CHECK(answer.reason == AnswerReason::other_division);
}

TEST_CASE("a failed request is broken when none of the baseline's failed", "[text_look]") {
    auto baseline = replies({"a"}), arm = replies({"a", "a"});
    arm.failed = 1;
    arm.error = "HTTP 500: Compute error.";

    const auto answer = judge_texts(baseline, arm);
    baseline.failed = 1;

    CHECK(answer.verdict == AnswerVerdict::broken);
    CHECK(answer.reason == AnswerReason::request_failed);
    CHECK(answer.count == 1);
    CHECK(answer.of == 3);
    CHECK(answer.error == "HTTP 500: Compute error.");
    CHECK(judge_texts(baseline, arm).verdict == AnswerVerdict::identical);
}

TEST_CASE("an empty text is broken when the baseline has text", "[text_look]") {
    const auto answer = judge_texts(replies({"a", "b"}), replies({"a", ""}));

    CHECK(answer.verdict == AnswerVerdict::broken);
    CHECK(answer.reason == AnswerReason::empty_reply);
    CHECK(answer.count == 1);
    CHECK(answer.of == 2);
    CHECK(answer.baseline_says == "a");
    CHECK(judge_texts(replies({"a", ""}), replies({""})).verdict == AnswerVerdict::close);
    CHECK(judge_texts(replies({""}), replies({""})).verdict == AnswerVerdict::identical);
    CHECK(judge_texts(replies({"a"}, std::nullopt), replies({""})).verdict ==
          AnswerVerdict::broken);
}

TEST_CASE("an empty text of one token may be half a character", "[text_look]") {
    CHECK(judge_texts(replies({"a"}, 1), replies({""}, 1)).reason == AnswerReason::unseen_text);
}

TEST_CASE("a text that repeats itself is broken when the baseline's does not", "[text_look]") {
    const std::string loop = prose + times(60, "and so on, ");
    const auto answer = judge_texts(replies({prose}), replies({prose, loop}));

    CHECK(answer.verdict == AnswerVerdict::broken);
    CHECK(answer.reason == AnswerReason::repeats_itself);
    CHECK(answer.arm_says.find("and so on, ") != std::string::npos);
    CHECK(judge_texts(replies({loop}), replies({loop})).verdict == AnswerVerdict::identical);
    CHECK(judge_texts(replies({loop}), replies({loop + "and on"})).verdict ==
          AnswerVerdict::divergent);
}

TEST_CASE("missing texts are not compared", "[text_look]") {
    CHECK(judge_texts(replies({}), replies({"a"})).verdict == AnswerVerdict::not_compared);
    CHECK(judge_texts(replies({"a"}), replies({})).verdict == AnswerVerdict::not_compared);
    CHECK(judge_texts(replies({}), replies({})).verdict == AnswerVerdict::not_compared);
}

TEST_CASE("without numbers, a baseline whose own replies differ sets the limit for its arms",
          "[text_look]") {
    const auto baseline = replies({"0123456789", "01234567xx"}); // differ from character 9
    const auto [text, verdict] = GENERATE(table<std::string_view, AnswerVerdict>({
        {"01234567yy", AnswerVerdict::close},
        {"0123yyyyyy", AnswerVerdict::close},
        {"012yyyyyyy", AnswerVerdict::divergent},
    }));

    const auto answer = judge_texts(baseline, replies({text}));

    CHECK(answer.verdict == verdict);
    CHECK((answer.reason == AnswerReason::baseline_varies) == (verdict == AnswerVerdict::close));
}

TEST_CASE("with numbers, a baseline that differs at near ties does not excuse its arms",
          "[text_look]") {
    // the baseline's second boot says something else, at a near tie or not
    const auto [second, verdict] = GENERATE(table<std::string, AnswerVerdict>({
        {"The dog sat", AnswerVerdict::divergent},
        {"The cow sat", AnswerVerdict::close},
    }));
    Numbered all;
    PromptReplies baseline;
    baseline.texts = {all.reply("The cat sat", cat), {second, {}, 100}};

    const auto answer = judge_texts(baseline, replies({"The cat ran"}));

    CHECK(answer.verdict == verdict);
    CHECK((answer.reason == AnswerReason::baseline_varies) == (verdict == AnswerVerdict::close));
}

} // namespace moebench::detail
