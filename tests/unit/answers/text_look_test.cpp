// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/text_look.hpp>

#include <catch2/catch.hpp>

#include <initializer_list>
#include <string>

namespace moebench::detail {

namespace {

PromptReplies replies(std::initializer_list<std::string_view> texts,
                      std::optional<std::int64_t> predicted_n = 100) {
    PromptReplies all;
    for (const auto text : texts) all.texts.push_back({text, {}, predicted_n});
    return all;
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

TextLook different() {
    return compare_texts(replies({"one two three"}), replies({"one two four"}));
}

PassEvidence evidence(AnswerVerdict verdict, double largest) { return {verdict, largest}; }

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

TEST_CASE("texts are the same when the baseline has each of them", "[text_look]") {
    const auto look = compare_texts(replies({"a", "b", "a"}), replies({"b", "b"}));

    CHECK(look.verdict == TextVerdict::same);
    CHECK(look.why.empty());
    CHECK(look.baseline_differs_at == 0);
}

TEST_CASE("the reason for a different text shows place and both texts", "[text_look]") {
    const auto look = compare_texts(
        replies({"The answer is forty-two, as everybody knows by now.", "The question."}),
        replies({"The answer is forty-two, as everybody knows by now.",
                 "The answer is forty-three, for once\nand no more."}));

    CHECK(look.verdict == TextVerdict::differs);
    CHECK(look.differs_at == 21);
    CHECK(look.baseline_differs_at == 4);
    CHECK(look.reply_tokens == 100);
    CHECK(look.why == "other text from character 22: \"hree, for once\\nand no mo\"... where the "
                      "baseline has \"wo, as everybody knows b\"... (1 of 2 replies)");
}

TEST_CASE("the text that differs earliest from the baseline counts", "[text_look]") {
    const auto look = compare_texts(replies({"abcdef"}), replies({"abcdeX", "abXdef", "abcXef"}));

    CHECK(look.differs_at == 2);
    CHECK(look.why.find("character 3") != std::string::npos);
    CHECK(look.why.find("3 of 3 replies") != std::string::npos);
}

TEST_CASE("reasoning that ends at another place is a different reply", "[text_look]") {
    PromptReplies reference, arm;
    reference.texts.push_back({"think say", "hash 1", 5});
    arm.texts.push_back({"think say", "hash 2", 5});

    const auto look = compare_texts(reference, arm);

    CHECK(look.verdict == TextVerdict::differs);
    CHECK(look.why.find("divided differently into reasoning") != std::string::npos);
}

TEST_CASE("a failed request is broken when none of the baseline's failed", "[text_look]") {
    auto reference = replies({"a"}), arm = replies({"a", "a"});
    arm.failed = 1;
    arm.error = "HTTP 500: Compute error.";

    const auto look = compare_texts(reference, arm);
    reference.failed = 1;

    CHECK(look.verdict == TextVerdict::broken);
    CHECK(look.why == "1 of 3 requests failed, and none of the baseline's: HTTP 500: Compute "
                      "error.");
    CHECK(compare_texts(reference, arm).verdict == TextVerdict::same);
}

TEST_CASE("an empty text is broken when the baseline has text", "[text_look]") {
    const auto look = compare_texts(replies({"a", "b"}), replies({"a", ""}));

    CHECK(look.verdict == TextVerdict::broken);
    CHECK(look.why == "nothing in 1 of 2 replies, where the baseline has \"a\"");
    CHECK(compare_texts(replies({"a", ""}), replies({""})).verdict == TextVerdict::same);
    CHECK(compare_texts(replies({"a"}, std::nullopt), replies({""})).verdict ==
          TextVerdict::broken);
}

TEST_CASE("an empty text of one token may be half a character", "[text_look]") {
    CHECK(compare_texts(replies({"a"}, 1), replies({""}, 1)).verdict == TextVerdict::differs);
}

TEST_CASE("a text that repeats itself is broken when the baseline's does not", "[text_look]") {
    const std::string loop = prose + times(60, "and so on, ");
    const auto look = compare_texts(replies({prose}), replies({prose, loop}));

    CHECK(look.verdict == TextVerdict::broken);
    CHECK(look.why.find("repeats itself") == 0);
    CHECK(look.why.find("and so on, ") != std::string::npos);
    CHECK(compare_texts(replies({loop}), replies({loop})).verdict == TextVerdict::same);
    CHECK(compare_texts(replies({loop}), replies({loop + "and on"})).verdict ==
          TextVerdict::differs);
}

TEST_CASE("missing texts are not compared", "[text_look]") {
    CHECK(compare_texts(replies({}), replies({"a"})).verdict == TextVerdict::absent);
    CHECK(compare_texts(replies({"a"}), replies({})).verdict == TextVerdict::absent);
    CHECK(judge_texts(compare_texts(replies({}), replies({})), std::nullopt).verdict ==
          AnswerVerdict::not_compared);
}

TEST_CASE("the same text is identical, whatever the answer pass shows", "[text_look]") {
    const auto same = compare_texts(replies({"a"}), replies({"a"}));

    CHECK(judge_texts(same, std::nullopt).verdict == AnswerVerdict::identical);
    CHECK(judge_texts(same, evidence(AnswerVerdict::broken, 9)).verdict ==
          AnswerVerdict::identical);
}

TEST_CASE("a different text without an answer pass is divergent, and says so", "[text_look]") {
    const auto answer = judge_texts(different(), std::nullopt);

    CHECK(answer.verdict == AnswerVerdict::divergent);
    CHECK(answer.why.find("no answer pass") != std::string::npos);
}

TEST_CASE("a different text is close when the numbers can decide a near tie differently",
          "[text_look]") {
    const auto [largest, verdict] = GENERATE(table<double, AnswerVerdict>({
        {0, AnswerVerdict::divergent},
        {0.00009, AnswerVerdict::divergent}, // times 100 tokens
        {0.00011, AnswerVerdict::close},
        {0.3, AnswerVerdict::close},
    }));

    const auto answer = judge_texts(different(), evidence(AnswerVerdict::identical, largest));

    CHECK(answer.verdict == verdict);
    CHECK(answer.why.find("answer pass") != std::string::npos);
}

TEST_CASE("a different text is divergent when its answer pass is", "[text_look]") {
    const auto pass = GENERATE(AnswerVerdict::divergent, AnswerVerdict::broken);

    CHECK(judge_texts(different(), evidence(pass, 2)).verdict == AnswerVerdict::divergent);
}

TEST_CASE("a baseline whose own replies differ sets the limit for its arms", "[text_look]") {
    const auto reference = replies({"0123456789", "01234567xx"}); // differ from character 9
    const auto [text, verdict] = GENERATE(table<std::string_view, AnswerVerdict>({
        {"01234567yy", AnswerVerdict::close},
        {"0123yyyyyy", AnswerVerdict::close},
        {"012yyyyyyy", AnswerVerdict::divergent},
    }));
    const auto pass = GENERATE(std::optional<PassEvidence>(),
                               std::optional(evidence(AnswerVerdict::identical, 0)));

    const auto answer = judge_texts(compare_texts(reference, replies({text})), pass);

    CHECK(answer.verdict == verdict);
    CHECK(answer.why.find("the baseline's own replies differ from character 9") !=
          std::string::npos);
}

} // namespace moebench::detail
