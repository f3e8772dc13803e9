// SPDX-License-Identifier: MIT
#include <cmath>
#include <set>

#include <support/completion.hpp>

namespace moebench {

namespace {

using namespace test;

/// Asks for each token of `reply` separately, after all tokens before it.
std::vector<Position> walk(Simulator& simulator, const Ids& prompt, const Ids& reply) {
    std::vector<Position> positions;
    for (std::size_t i = 0; i < reply.size(); ++i) {
        const Ids forced(reply.begin(), reply.begin() + static_cast<std::ptrdiff_t>(i));
        const auto step = complete(simulator, joined(prompt, forced), 1);
        if (i > 0) CHECK(step.prompt_n() == 1);
        positions.push_back(step.positions().at(0));
    }
    return positions;
}

} // namespace

TEST_CASE("/completion replies in its native format", "[llama-sim]") {
    Simulator simulator({"-a", "name"});
    const auto ids = chat_ids(simulator, "hello");
    const auto body = complete(simulator, ids, 3).body;

    const auto size = std::int64_t(ids.size());
    CHECK(body.at("index") == 0);
    CHECK(body.at("id_slot") == 0);
    CHECK(body.at("stop") == true);
    CHECK(body.at("model") == "name");
    CHECK(body.at("tokens_predicted") == 3);
    CHECK(body.at("tokens_evaluated") == size);
    CHECK(body.at("stop_type") == "limit");
    CHECK(body.at("truncated") == false);
    CHECK(body.at("tokens_cached") == size + 2);
    CHECK(body.at("timings").at("prompt_n") == size);
    CHECK(body.at("timings").at("predicted_n") == 3);
    const auto& positions = body.at("completion_probabilities").as_array();
    REQUIRE(positions.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& position = positions[i];
        const auto& first = position.at("top_logprobs").at(0);
        for (const auto* name : {"id", "token", "bytes", "logprob"}) {
            CHECK(position.at(name) == first.at(name));
        }
        CHECK(position.at("id") == body.at("tokens").at(i));
        CHECK(position.at("bytes").as_array().size() == position.at("token").as_string().size());
    }
}

TEST_CASE("probabilities are given for twenty tokens, most probable first", "[llama-sim]") {
    Simulator simulator;
    for (const auto& position : complete(simulator, chat_ids(simulator, "hello"), 40).positions()) {
        REQUIRE(position.top.size() == 20);
        CHECK(position.top[0].first == position.token);
        const double first = std::exp(*position.top[0].second);
        CHECK((first >= 0.6 && first <= 0.95));
        std::set<std::int64_t> tokens;
        double sum = 0;
        for (std::size_t i = 0; i < position.top.size(); ++i) {
            tokens.insert(position.top[i].first);
            sum += std::exp(*position.top[i].second);
            if (i > 0) CHECK(*position.top[i].second < *position.top[i - 1].second);
        }
        CHECK(tokens.size() == 20);
        CHECK((sum > 0.99 && sum < 1));
    }
}

TEST_CASE("/completion returns tokens and probabilities only if they are requested",
          "[llama-sim]") {
    Simulator simulator;
    const auto body = complete(simulator, R"("hello")", 4, "").body;
    CHECK(body.at("tokens").as_array().empty());
    CHECK_FALSE(body.contains("completion_probabilities"));
    CHECK_FALSE(body.at("content").as_string().empty());
    const auto one = complete(simulator, R"("hello")", 4, R"(,"n_probs":1)").positions();
    CHECK(one.at(3).top.size() == 1);
}

TEST_CASE("templated and tokenized messages are the tokens that the chat evaluates",
          "[llama-sim]") {
    Simulator simulator;
    const std::string special = GENERATE(as<std::string>(), "true", "false");
    const auto ids = chat_ids(simulator, "What is a mixture of experts?",
                              R"(,"parse_special":true,"add_special":)" + special);
    auto request = ask("What is a mixture of experts?", 30);
    request.cache_prompt = false;
    const auto chat = simulator.chat(request);
    CHECK(chat.usage.prompt_tokens == std::int64_t(ids.size()));
    request.cache_prompt = true; // one token is always evaluated
    CHECK(complete(simulator, ids, 30).prompt_n() == 1);
    CHECK(complete(simulator, ids, 30).content() == chat.content);
    CHECK(simulator.chat(request).timings.prompt_n == 1);
}

TEST_CASE("a reply forced on another process is also that process's own reply", "[llama-sim]") {
    Simulator a({"--sim-seed", "1", "--sim-noise", "0.1"});
    Simulator b({"--sim-seed", "2", "--sim-noise", "0.1", "-cmoe"});
    const auto prompt = chat_ids(a, "Tell me something");
    const auto whole = complete(a, prompt, 24);
    REQUIRE(whole.tokens().size() == 24);

    const auto there = walk(b, prompt, whole.tokens());
    for (std::size_t i = 0; i < there.size(); ++i) CHECK(there[i].token == whole.tokens()[i]);
    CHECK(there == whole.positions());
    CHECK(walk(a, chat_ids(a, "Tell me something"), {whole.tokens()[0]})[0] == there[0]);
}

TEST_CASE("forced tokens do not change the tokens after them", "[llama-sim]") {
    Simulator simulator;
    const auto prompt = chat_ids(simulator, "hello");
    const auto reply = complete(simulator, prompt, 600).tokens();
    REQUIRE(reply.size() == 600); // longer than a chat reply
    const auto next = complete(simulator, joined(prompt, Ids(595, 65)), 5);
    CHECK(next.tokens() == Ids(reply.end() - 5, reply.end()));
    // but the probabilities depend on all ids
    const auto one = complete(simulator, joined(prompt, {65, 66}), 1).positions().at(0);
    const auto other = complete(simulator, joined(prompt, {65, 67}), 1).positions().at(0);
    CHECK(one.token == other.token);
    CHECK(one.top != other.top);
}

TEST_CASE("the last prompt of a chat is the one that is answered", "[llama-sim]") {
    Simulator simulator;
    auto request = ask("First", 10);
    const auto first = simulator.chat(request);
    request.messages.emplace_back("assistant", first.content);
    request.messages.emplace_back("user", "Second");
    const auto second = simulator.chat(request);
    const std::string text = "<|im_start|>user\nFirst<|im_end|>\n<|im_start|>assistant\n" +
                             first.content + "<|im_end|>\n<|im_start|>user\nSecond<|im_end|>\n" +
                             "<|im_start|>assistant\n";
    CHECK(complete(simulator, tokenized(simulator, text), 10).content() == second.content);
}

TEST_CASE("ids that are not a chat are followed by a token that depends on all of them",
          "[llama-sim]") {
    Simulator a;
    Simulator b({"--sim-seed", "9"});
    std::set<std::int64_t> tokens;
    for (std::int64_t id = 40; id < 60; ++id) {
        const auto here = complete(a, Ids{id, 70, 71}, 1).positions();
        CHECK(here == complete(b, Ids{id, 70, 71}, 1).positions());
        tokens.insert(here.at(0).token);
    }
    CHECK(tokens.size() > 10);
    const auto three = complete(a, Ids{40, 70}, 3);
    CHECK(walk(b, {40, 70}, three.tokens()) == three.positions());
}

TEST_CASE("a prompt is a text, ids, or both", "[llama-sim]") {
    Simulator simulator;
    const auto ids = tokenized(simulator, "one two three<|im_end|>");
    const auto expected = complete(simulator, ids, 3).tokens();
    CHECK(complete(simulator, R"("one two three<|im_end|>")", 3).tokens() == expected);
    const auto mixed =
        "[" + std::to_string(ids[0]) + R"(," two"," three",)" + std::to_string(ids.back()) + "]";
    CHECK(complete(simulator, mixed, 3).tokens() == expected);
}

TEST_CASE("/tokenize treats the names of special tokens as text if it is told to", "[llama-sim]") {
    Simulator simulator;
    CHECK(tokenized(simulator, "<|im_end|>").size() == 1);
    CHECK(tokenized(simulator, "<|im_end|>", R"(,"parse_special":true)").size() == 1);
    const auto plain = tokenized(simulator, "<|im_end|>", R"(,"parse_special":false)");
    CHECK(plain.size() > 1);
    const auto back = simulator.post("/detokenize", R"({"tokens":)" + json_list(plain) + "}");
    CHECK(back.body == R"({"content":"<|im_end|>"})");
    const auto mixed = simulator.post("/tokenize", R"({"content":[7,"a"]})");
    CHECK(mixed.body == R"({"tokens":[7,97]})");
}

TEST_CASE("/completion refuses what it cannot do", "[llama-sim]") {
    const auto [body, status, words] = GENERATE(table<std::string, unsigned, std::string>({
        {R"({"n_predict":1})", 400, "required"},
        {R"({"prompt":""})", 400, "empty"},
        {R"({"prompt":[]})", 400, "empty"},
        {R"({"prompt":7})", 400, "must be"},
        {R"({"prompt":[-1]})", 400, "invalid tokens"},
        {R"({"prompt":[4294967296]})", 400, "invalid tokens"},
        {R"({"prompt":[1.5]})", 400, "invalid tokens"},
        {R"({"prompt":"a","n_predict":"b"})", 400, "n_predict"},
        {R"({"prompt":"a","n_probs":-1})", 400, "n_probs"},
        {R"({"prompt":"a","stream":true})", 501, "not_supported_error"},
        {R"({"prompt":)", 400, "parse"},
    }));
    Simulator simulator({"-c", "256"});
    const auto reply = simulator.post("/completion", body);
    CHECK(reply.status == status);
    CHECK_THAT(reply.body, Catch::Contains(words));
}

TEST_CASE("a /completion prompt as long as the context is refused", "[llama-sim]") {
    Simulator simulator({"-c", "256"});
    const auto full = R"({"prompt":)" + json_list(Ids(256, 65)) + "}";
    const auto reply = simulator.post("/completion", full);
    CHECK(reply.status == 400);
    CHECK_THAT(reply.body, Catch::Contains("exceed_context_size_error") &&
                               Catch::Contains(R"("n_prompt_tokens":256,"n_ctx":256)"));
    CHECK(complete(simulator, Ids(250, 65), -1).tokens().size() == 6);
}

TEST_CASE("/completion caches the prompt only if it is told to", "[llama-sim]") {
    Simulator simulator;
    const auto list = json_list(Ids(100, 65));
    complete(simulator, list, 1);
    CHECK(complete(simulator, list, 1, R"(,"cache_prompt":false)").prompt_n() == 100);
    CHECK(complete(simulator, list, 1, R"(,"cache_prompt":true)").prompt_n() == 1);
}

} // namespace moebench
