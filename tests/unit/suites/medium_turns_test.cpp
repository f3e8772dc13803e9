// SPDX-License-Identifier: MIT
#include <moebench/suites/medium_turns.hpp>

#include <catch2/catch.hpp>

#include <support/fake_tokenizer.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

using namespace test;
using TurnsSuite = MediumTurnsSuite<FakeTokenizer>;

static_assert(RewindableSuite<TurnsSuite>);
static_assert(SinglePassSuite<TurnsSuite>);
static_assert(PreparableSuite<TurnsSuite>);
static_assert(WarmableSuite<TurnsSuite>);
static_assert(SummarizingSuite<TurnsSuite>);

struct Fixture {
    FakeTokenizer tokenizer;
    SuiteSpec spec;
    std::vector<ChatRequest> requests;

    Fixture() {
        spec.medium_turn_tokens = 301;
        spec.medium_target_tokens = 1'500;
    }

    /// A conversation with a server that answers "answer N" and counts 400 prompt tokens a turn.
    TurnsSuite converse(RequestStatus last_status = RequestStatus::ok, std::size_t fail_turn = 0) {
        TurnsSuite suite(tokenizer, spec);
        run_coroutine(suite.prepare()).value();
        converse(suite, last_status, fail_turn);
        return suite;
    }

    void converse(TurnsSuite& suite, RequestStatus last_status, std::size_t fail_turn) {
        requests.clear();
        History history;
        ChatReply reply;
        while (auto request = run_coroutine(suite.next(history)).value()) {
            requests.push_back(std::move(*request));
            reply.content = "answer " + std::to_string(requests.size());
            reply.usage.prompt_tokens = 400 * static_cast<std::int64_t>(requests.size());
            if (requests.size() == fail_turn) reply.status = last_status;
            history.append(reply);
        }
    }
};

} // namespace

TEST_CASE("each turn sends the whole conversation so far", "[medium_turns]") {
    Fixture f;

    f.converse();

    REQUIRE(f.requests.size() >= 3);
    const auto& messages = f.requests[2].messages;
    REQUIRE(messages.size() == 6);
    CHECK(messages[0].role == "system");
    CHECK(messages[0].content == detail::remembering_engineer);
    CHECK(messages[1].role == "user");
    CHECK(messages[1].content.starts_with("Turn 1: "));
    CHECK(messages[2].role == "assistant");
    CHECK(messages[2].content == "answer 1");
    CHECK(messages[3].content.starts_with("Turn 2: "));
    CHECK(messages[4].content == "answer 2");
    CHECK(messages[5].content.starts_with("Turn 3: "));
    CHECK(count_words(messages[5].content) >= 301);
}

TEST_CASE("each turn names its number and the chunk's tokens, and asks for the cache",
          "[medium_turns]") {
    Fixture f;

    f.converse();

    for (std::size_t i = 0; i < f.requests.size(); ++i) {
        const auto& chunk = f.requests[i].messages.back().content;
        CHECK(f.requests[i].cache_prompt == true);
        CHECK(f.requests[i].facts ==
              Facts{{"turn", static_cast<std::int64_t>(i) + 1},
                    {"chunk_tokenized_tokens", static_cast<std::int64_t>(count_words(chunk))}});
    }
}

TEST_CASE("the conversation ends with the prompt that reaches the target", "[medium_turns]") {
    const auto [target, turns] = GENERATE(table<std::int64_t, std::size_t>({
        {1, 1},
        {400, 1},
        {401, 2},
        {1'500, 4},
    }));
    Fixture f;
    f.spec.medium_target_tokens = target;

    f.converse();

    CHECK(f.requests.size() == turns);
}

TEST_CASE("the conversation ends when the turns are used up", "[medium_turns]") {
    const std::int64_t turns = GENERATE(0, 1, 3);
    Fixture f;
    f.spec.medium_target_tokens = 1'000'000;
    f.spec.medium_max_turns = turns;

    f.converse();

    CHECK(f.requests.size() == static_cast<std::size_t>(turns));
}

TEST_CASE("a failed turn ends the conversation", "[medium_turns]") {
    Fixture f;

    f.converse(RequestStatus::http_error, 2);

    CHECK(f.requests.size() == 2);
}

TEST_CASE("fixed replies replace the server's replies", "[medium_turns]") {
    Fixture f;
    f.spec.fixed_replies = true;

    f.converse();

    const auto& messages = f.requests.back().messages;
    CHECK(messages[2].role == "assistant");
    CHECK(messages[2].content.find("answer") == std::string::npos);
    CHECK_FALSE(messages[2].content.empty());
    CHECK(messages[4].content == messages[2].content);
}

TEST_CASE("after a rewind a new conversation begins", "[medium_turns]") {
    Fixture f;
    auto suite = f.converse();
    const auto first = f.requests;

    suite.rewind();
    f.converse(suite, RequestStatus::ok, 0);

    REQUIRE(f.requests.size() == first.size());
    CHECK(f.requests[0].messages.size() == 2);
    CHECK(f.requests[0].messages[1].content == first[0].messages[1].content);
}

TEST_CASE("the summary's facts have the original script's names", "[medium_turns]") {
    Fixture f;

    const auto facts = f.converse().facts();

    REQUIRE(facts.size() == 6);
    CHECK(facts[0] == std::pair<std::string, std::int64_t>("medium_turn_tokens", 301));
    CHECK(facts[1] == std::pair<std::string, std::int64_t>("medium_target_tokens", 1'500));
    CHECK(facts[2] == std::pair<std::string, std::int64_t>("medium_max_turns", 20));
    CHECK(facts[3] == std::pair<std::string, std::int64_t>("medium_actual_turns", 4));
    CHECK(facts[4].first == "medium_chunk_tokenized_min");
    CHECK(facts[4].second >= 301);
    CHECK(facts[5].first == "medium_chunk_tokenized_max");
    CHECK(facts[5].second >= facts[4].second);
}

TEST_CASE("a conversation without a turn has facts too", "[medium_turns]") {
    Fixture f;
    f.spec.medium_max_turns = 0;

    const auto facts = f.converse().facts();

    CHECK(facts[3].second == 0);
    CHECK(facts[4].second == 0);
    CHECK(facts[5].second == 0);
}

TEST_CASE("the warm-up's chunk differs from the chunk of every turn", "[medium_turns]") {
    Fixture f;
    auto suite = f.converse();

    const auto warmup = run_coroutine(suite.warmup_request()).value();

    REQUIRE_FALSE(warmup.messages.empty());
    CHECK(count_words(warmup.messages.back().content) >= 301);
    for (const auto& request : f.requests) {
        CHECK(request.messages.back().content.substr(0, 8) !=
              warmup.messages.back().content.substr(0, 8));
    }
}

TEST_CASE("an invalid chunk size is refused, and a tokenizer's failure is returned",
          "[medium_turns]") {
    Fixture f;

    SECTION("not positive") {
        f.spec.medium_turn_tokens = GENERATE(0, -5);
        TurnsSuite suite(f.tokenizer, f.spec);
        const auto prepared = run_coroutine(suite.prepare());
        CHECK(prepared.error().code == Errc::invalid_option);
        CHECK(prepared.error().context.find("medium_turn_tokens") != std::string::npos);
    }
    SECTION("no tokens") {
        f.tokenizer.fail_at = 1;
        TurnsSuite suite(f.tokenizer, f.spec);
        const History history;
        CHECK(run_coroutine(suite.next(history)).error().code == Errc::http_status);
    }
}

} // namespace moebench
