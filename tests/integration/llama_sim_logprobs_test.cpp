// SPDX-License-Identifier: MIT
// Log-probabilities of chat replies.
#include <support/completion.hpp>

namespace moebench {

namespace {

using test::ask;
using test::chat_ids;
using test::complete;
using test::Simulator;

ChatRequest asking_for(int candidates, std::int64_t tokens = 12) {
    auto request = ask("hello", tokens);
    request.stream = false;
    request.extra_body = R"({"logprobs":true,"top_logprobs":)" + std::to_string(candidates) + "}";
    return request;
}

} // namespace

TEST_CASE("a chat reply has the same log-probabilities as /completion", "[llama-sim]") {
    const std::string fault =
        GENERATE("http_500@999", "drift_from=5", "noise", "loop", "reasoning");
    Simulator simulator({"--sim-fault", fault});

    const auto reply = simulator.chat(asking_for(10));
    const auto expected = complete(simulator, test::json_list(chat_ids(simulator, "hello")), 12,
                                   R"(,"n_probs":10,"return_tokens":true)")
                              .positions();

    REQUIRE(reply.tokens.size() == 12);
    std::string text;
    for (std::size_t i = 0; i < 12; ++i) {
        const auto& token = reply.tokens[i];
        CHECK(token.token == expected[i].token);
        REQUIRE(token.top.size() == 10);
        for (std::size_t k = 0; k < 10; ++k) {
            CHECK(token.top[k].token == expected[i].top[k].first);
            CHECK(token.top[k].logprob == expected[i].top[k].second);
        }
        text += token.top[0].text;
    }
    CHECK(text == reply.reasoning + reply.content);
}

TEST_CASE("a reply that ends has the end of the turn as its last token", "[llama-sim]") {
    Simulator simulator;
    const auto reply = simulator.chat(asking_for(10, 4000));

    REQUIRE(reply.finish_reason == "stop");
    REQUIRE(std::ssize(reply.tokens) == reply.usage.completion_tokens);
    const auto& end = reply.tokens.back();
    CHECK(end.token == test::tokenized(simulator, "<|im_end|>").at(0));
    CHECK(end.top.at(0).token == end.token);
    CHECK(end.top.size() == 10);
}

TEST_CASE("an empty reply is only the end of the turn", "[llama-sim]") {
    Simulator simulator({"--sim-fault", "empty_reply=1"});

    CHECK(simulator.chat(asking_for(10)).tokens.size() == 1);
}

TEST_CASE("chat replies have log-probabilities only if they are requested and not streamed",
          "[llama-sim]") {
    Simulator simulator;
    CHECK(simulator.chat(ask("hello")).tokens.empty());
    CHECK(simulator.chat(asking_for(0)).tokens.empty());
    CHECK(simulator.chat(asking_for(1)).tokens.at(0).top.size() == 1);
    auto streamed = asking_for(10);
    streamed.stream = true;
    const auto reply = simulator.chat(std::move(streamed));
    CHECK(reply.ok());
    CHECK(reply.tokens.empty());
}

TEST_CASE("a number of candidates below zero is refused", "[llama-sim]") {
    Simulator simulator;
    const auto reply = simulator.chat(asking_for(-1));
    CHECK(reply.http_status == 400);
    CHECK_THAT(reply.error, Catch::Contains("top_logprobs"));
}

TEST_CASE("nan_logprobs makes every logprob of a chat reply null", "[llama-sim]") {
    Simulator simulator({"--sim-fault", "nan_logprobs"});
    const auto reply = simulator.chat(asking_for(10));

    CHECK(reply.ok());
    REQUIRE(reply.tokens.size() == 12);
    for (const auto& token : reply.tokens) {
        for (const auto& candidate : token.top) CHECK_FALSE(candidate.logprob.has_value());
    }
}

} // namespace moebench
