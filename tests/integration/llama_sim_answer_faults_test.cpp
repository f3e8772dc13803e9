// SPDX-License-Identifier: MIT
#include <algorithm>

#include <support/completion.hpp>

namespace moebench {

namespace {

using namespace test;

bool clean(const Position& position) {
    return std::all_of(position.top.begin(), position.top.end(),
                       [](const auto& chance) { return chance.second.has_value(); });
}

bool all_null(const Position& position) {
    return std::none_of(position.top.begin(), position.top.end(),
                        [](const auto& chance) { return chance.second.has_value(); });
}

std::vector<Position> positions_with(const std::string& fault, int count) {
    Simulator simulator({"--sim-fault", fault});
    return complete(simulator, chat_ids(simulator, "hello"), count).positions();
}

std::vector<Position> positions_without_fault(int count) {
    return positions_with("http_500@999", count);
}

ChatReply reply_with(const std::string& fault, bool stream, std::int64_t tokens = 40) {
    Simulator simulator({"--sim-fault", fault});
    auto request = ask("hello", tokens);
    request.stream = stream;
    return simulator.chat(std::move(request));
}

/// The raw text of a reply from /completion, with the same faults.
std::string raw_reply(const std::string& fault, int tokens) {
    Simulator simulator({"--sim-fault", fault});
    return complete(simulator, chat_ids(simulator, "hello"), tokens).content();
}

} // namespace

TEST_CASE("nan_logprobs makes every logprob null in the requests that it names", "[llama-sim]") {
    Simulator simulator({"--sim-fault", "nan_logprobs@2"});
    const auto ids = chat_ids(simulator, "hello");
    CHECK(simulator.chat(ask("not counted")).ok());
    for (int request = 1; request <= 3; ++request) {
        const auto completion = complete(simulator, ids, 3);
        for (const auto& position : completion.positions()) {
            CHECK(position.top.size() == 20);
            CHECK((request == 2 ? all_null(position) : clean(position)));
        }
        const auto& entry = completion.body.at("completion_probabilities").at(0);
        CHECK(entry.at("logprob").is_null() == (request == 2));
    }
}

TEST_CASE("nan_prefill does not affect prompts that are evaluated in small pieces", "[llama-sim]") {
    const auto [fault, least] =
        GENERATE(table<std::string, std::size_t>({{"nan_prefill", 32}, {"nan_prefill=7", 7}}));
    Simulator simulator({"--sim-fault", fault});
    Ids prompt(least, 65);
    CHECK(all_null(complete(simulator, prompt, 1).positions().at(0)));
    for (int step = 0; step < 3; ++step) {
        prompt.push_back(66);
        CHECK(clean(complete(simulator, prompt, 1).positions().at(0)));
    }
    CHECK(clean(complete(simulator, Ids(least - 1, 70), 1).positions().at(0)));
}

TEST_CASE("repeat_phrase repeats one phrase, in /completion and in chats", "[llama-sim]") {
    const std::string fault = GENERATE(as<std::string>(), "repeat_phrase", "loop");
    const auto reply = reply_with(fault, false, 12);
    CHECK(reply.content == "and so on and so on and so on and so on");
    CHECK(raw_reply(fault, 12) == reply.content);
    Simulator simulator({"--sim-fault", fault});
    CHECK(complete(simulator, Ids(50, 65), 3).content() == "and so on");
}

TEST_CASE("drift_from does not change the reply before its token", "[llama-sim]") {
    const auto expected = positions_without_fault(40);
    const auto drifted = positions_with("drift_from=5", 40);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK((drifted[i] == expected[i]) == (i < 5));
        CHECK((drifted[i].token == expected[i].token) == (i < 5));
        CHECK((drifted[i].top[0].second == expected[i].top[0].second) == (i < 5));
    }
    const bool stream = GENERATE(false, true);
    const auto reply = reply_with("drift_from=5", stream);
    CHECK(reply.content == raw_reply("drift_from=5", 40));
    CHECK(reply.content != reply_with("drift_from=5@2", stream).content);
    CHECK(reply.usage.completion_tokens == 40);
}

TEST_CASE("drift_from counts forced tokens, too", "[llama-sim]") {
    const auto expected = positions_without_fault(8);
    Simulator simulator({"--sim-fault", "drift_from=5"});
    Ids prompt = chat_ids(simulator, "hello");
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto position = complete(simulator, prompt, 1).positions().at(0);
        CHECK((position == expected[i]) == (i < 5));
        CHECK((position.token == expected[i].token) == (i < 5));
        CHECK((position.top[0].second == expected[i].top[0].second) == (i < 5));
        prompt.push_back(expected[i].token);
    }
}

TEST_CASE("other_beyond changes the replies to long prompts from their first token",
          "[llama-sim]") {
    Simulator right;
    Simulator faulty({"--sim-fault", "other_beyond=100"});
    const std::string text(GENERATE(as<std::size_t>(), 50, 99, 150),
                           'x'); // one token each, and the template's
    const auto ids = chat_ids(right, text);
    const bool is_long = ids.size() >= 100;

    const auto expected = complete(right, ids, 4), other = complete(faulty, ids, 4);
    CHECK((other.tokens()[0] == expected.tokens()[0]) == !is_long);
    CHECK((other.positions()[0] == expected.positions()[0]) == !is_long);
    const auto reply = faulty.chat(ask(text, 40)).content;
    CHECK((reply.substr(0, 3) == right.chat(ask(text, 40)).content.substr(0, 3)) == !is_long);

    // a text that is not a chat
    const Ids plain(ids.size(), 65);
    CHECK((complete(faulty, plain, 1).tokens() == complete(right, plain, 1).tokens()) == !is_long);
}

TEST_CASE("noise changes log-probabilities a little, and always in the same way", "[llama-sim]") {
    const auto expected = positions_without_fault(40);
    const auto noisy = positions_with("noise=2000", 40);
    double largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double falls = *expected[i].top[0].second - *noisy[i].top[0].second;
        CHECK(noisy[i].token == expected[i].token);
        CHECK(falls >= 0);
        largest = std::max(largest, falls);
    }
    CHECK((largest > 0.001 && largest < 0.0021));
    CHECK(positions_with("noise=2000", 40) == noisy);
}

TEST_CASE("other_reasoning changes the reasoning and nothing else", "[llama-sim]") {
    const bool stream = GENERATE(false, true);
    const auto expected = reply_with("reasoning", stream);
    const auto reply = reply_with("reasoning;other_reasoning", stream);
    CHECK_FALSE(reply.reasoning.empty());
    CHECK(reply.reasoning != expected.reasoning);
    CHECK(reply.content == expected.content);
    CHECK(raw_reply("reasoning", 40) == expected.reasoning + expected.content);
    CHECK(raw_reply("reasoning;other_reasoning", 40) == reply.reasoning + reply.content);
    CHECK(reply_with("other_reasoning", stream).content ==
          expected.reasoning + expected.content); // without reasoning there is nothing to change
}

TEST_CASE("empty_reply ends every Nth chat reply before it begins", "[llama-sim]") {
    const bool stream = GENERATE(false, true);
    Simulator simulator({"--sim-fault", "empty_reply=3"});
    for (int i = 1; i <= 6; ++i) {
        auto request = ask("hello");
        request.stream = stream;
        const auto reply = simulator.chat(std::move(request));
        CHECK(reply.ok());
        CHECK(reply.content.empty() == (i % 3 == 0));
        CHECK(reply.finish_reason == (i % 3 == 0 ? "stop" : "length"));
        CHECK(reply.usage.completion_tokens == (i % 3 == 0 ? 1 : 12));
    }
    CHECK_FALSE(complete(simulator, chat_ids(simulator, "hello"), 3).content().empty());
}

TEST_CASE("stale_experts changes every Nth reply", "[llama-sim]") {
    Simulator simulator({"--sim-fault", "stale_experts=3"});
    const auto expected = simulator.chat(ask("hello", 40)).content;
    const auto ids = chat_ids(simulator, "hello");
    const auto positions = complete(simulator, ids, 40).positions();
    const auto reply_tokens = complete(simulator, ids, 40).tokens();
    for (int i = 2; i <= 6; ++i) {
        const auto content = simulator.chat(ask("hello", 40)).content;
        CHECK((content == expected) == (i % 3 != 0));
        CHECK(content.substr(0, 20) == expected.substr(0, 20));
    }
    std::int64_t others = 0;
    for (std::size_t i = 0; i < 39; ++i) { // completions 3 to 41
        const Ids forced(reply_tokens.begin(),
                         reply_tokens.begin() + static_cast<std::ptrdiff_t>(i));
        const auto position = complete(simulator, joined(ids, forced), 1).positions().at(0);
        const bool stale = i % 3 == 0;
        CHECK((position == positions[i]) == !stale);
        if (position.token != positions[i].token) {
            CHECK(stale);
            ++others;
        }
    }
    CHECK((others > 0 && others < 13));
}

} // namespace moebench
