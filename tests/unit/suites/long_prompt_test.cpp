// SPDX-License-Identifier: MIT
#include <moebench/suites/long_prompt.hpp>

#include <catch2/catch.hpp>

#include <support/fake_tokenizer.hpp>
#include <support/run_coroutine.hpp>

namespace moebench::detail {

using namespace test;

static_assert(RewindableSuite<LongPromptSuite<FakeTokenizer>>);
static_assert(PreparableSuite<LongPromptSuite<FakeTokenizer>>);
static_assert(SummarizingSuite<LongPromptSuite<FakeTokenizer>>);

namespace {

/// The smallest number of blocks with at least so many tokens.
std::int64_t blocks_for(std::size_t tokens) {
    std::int64_t blocks = 1;
    while (count_words(render_long_prompt(blocks)) < tokens) ++blocks;
    return blocks;
}

} // namespace

TEST_CASE("the long suite calibrates once, before its first request", "[long_prompt]") {
    FakeTokenizer tokenizer;
    LongPromptSuite suite(tokenizer, 777);
    run_coroutine(suite.prepare()).value();
    const int calls = tokenizer.calls;
    const auto expected = render_long_prompt(blocks_for(777));

    for (int pass = 0; pass < 3; ++pass) {
        History history;
        const auto request = run_coroutine(suite.next(history)).value();
        REQUIRE(request);
        REQUIRE(request->messages.size() == 2);
        CHECK(request->messages[0].content == concise_engineer);
        CHECK(request->messages[1].content == expected);
        ChatReply reply;
        history.append(reply);
        CHECK_FALSE(run_coroutine(suite.next(history)).value());
        suite.rewind();
    }

    CHECK(tokenizer.calls == calls);
    CHECK(suite.name() == "long");
}

TEST_CASE("the long suite reports target and actual size under the original script's names",
          "[long_prompt]") {
    FakeTokenizer tokenizer;
    LongPromptSuite suite(tokenizer, 777);

    run_coroutine(suite.prepare()).value();

    const auto facts = suite.facts();
    REQUIRE(facts.size() == 2);
    CHECK(facts[0].first == "long_prompt_target_tokens");
    CHECK(facts[0].second == 777);
    CHECK(facts[1].first == "long_prompt_tokenized_tokens");
    CHECK(facts[1].second ==
          static_cast<std::int64_t>(count_words(render_long_prompt(blocks_for(777)))));
}

TEST_CASE("a target that is not positive is refused before any call", "[long_prompt]") {
    FakeTokenizer tokenizer;
    LongPromptSuite suite(tokenizer, GENERATE(0, -1));

    const auto prepared = run_coroutine(suite.prepare());

    CHECK(prepared.error().code == Errc::invalid_option);
    CHECK(prepared.error().context.find("long_prompt_tokens") != std::string::npos);
    CHECK(tokenizer.calls == 0);
}

TEST_CASE("the long suite cannot be prepared when its tokenizer fails", "[long_prompt]") {
    FakeTokenizer tokenizer;
    tokenizer.fail_at = 1;
    LongPromptSuite suite(tokenizer, 777);

    CHECK(run_coroutine(suite.prepare()).error().code == Errc::http_status);
}

} // namespace moebench::detail
