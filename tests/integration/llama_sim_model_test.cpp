// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <cmath>
#include <stdexcept>

#include <boot_counter.hpp>
#include <cost_model.hpp>
#include <faults.hpp>
#include <prompt_cache.hpp>
#include <reply_text.hpp>
#include <support/temporary_folder.hpp>
#include <tokenizer.hpp>

using namespace llama_sim;

TEST_CASE("a prompt uses the link once per physical batch", "[llama-sim]") {
    CostModel model;
    model.prefill_tokens_per_s = 1000;
    model.link_gb_per_s = 1.048576;
    model.expert_mib = 100; // 0.1 s to copy
    model.ubatch = 512;

    CHECK(staging_seconds(model) == Approx(0.1));
    CHECK(prefill_seconds(model, 0) == 0);
    CHECK(prefill_seconds(model, 512) == Approx(0.512 + 0.1));
    CHECK(prefill_seconds(model, 1024) == Approx(1.024 + 0.2));
    CHECK(prefill_seconds(model, 1024 + 32) == Approx(1.056 + 0.3));
    model.ubatch = 2048;
    CHECK(prefill_seconds(model, 1024) == Approx(1.024 + 0.1));
    model.host_share = 0;
    CHECK(prefill_seconds(model, 1024) == Approx(1.024));
}

TEST_CASE("batches that are not offloaded are computed by the host", "[llama-sim]") {
    CostModel model;
    model.prefill_tokens_per_s = 1000;

    CHECK(prefill_seconds(model, 31) == Approx(0.031 * host_slowdown));
    model.op_offload = false;
    CHECK(prefill_seconds(model, 512) == Approx(0.512 * host_slowdown));
    model.host_share = 0.5;
    CHECK(prefill_seconds(model, 512) == Approx(0.512 * (1 + 0.5 * (host_slowdown - 1))));
}

TEST_CASE("a generated token reads the active experts on the host", "[llama-sim]") {
    CostModel model;
    CHECK(decode_seconds(model) == Approx(0.02 + staging_seconds(model) / 16));
    model.host_share = 0;
    CHECK(decode_seconds(model) == Approx(0.02));
}

TEST_CASE("the pace divides all times", "[llama-sim]") {
    CostModel model;
    CostModel fast = model;
    fast.pace = 1.05;
    CHECK(prefill_seconds(fast, 700) == Approx(prefill_seconds(model, 700) / 1.05));
    CHECK(decode_seconds(fast) == Approx(decode_seconds(model) / 1.05));
    CHECK(drifted_pace(0.01, 0) == 1);
    CHECK(drifted_pace(0.01, 3) == Approx(1 / (1.01 * 1.01 * 1.01)));
}

TEST_CASE("boots are counted in a file", "[llama-sim]") {
    const moebench::test::TemporaryFolder folder;
    const auto path = folder / "boots";
    CHECK(count_boot(path) == 0);
    CHECK(count_boot(path) == 1);
    CHECK(moebench::test::read_file(path) == "2\n");
    CHECK_THROWS_AS(count_boot(folder / "no/boots"), std::runtime_error);
}

TEST_CASE("noise is the same for the same seed, differs between boots, and can be off",
          "[llama-sim]") {
    Noise a(7, 0.05);
    Noise b(7, 0.05);
    CHECK(a.draw() == b.draw());
    CHECK(Noise(8, 0.05).boot_factor() != a.boot_factor());
    CHECK(Noise(7, 0).draw() == 1);

    Noise many(9, 0.05);
    double sum = 0;
    for (int i = 0; i < 10000; ++i) sum += std::log(many.draw() / many.boot_factor());
    CHECK(std::abs(sum / 10000) < 0.005); // ten standard errors
}

TEST_CASE("tokens are pieces of the text and can be joined to it again", "[llama-sim]") {
    const auto [text, count] = GENERATE(table<std::string, std::size_t>({
        {"", 0},
        {"the", 1},
        {" the cat", 2},
        {"measurement", 3},
        {"12345", 2},
        {"a   b", 3}, // the last space belongs to the b
        {"\n\n", 2},
        {"x=1;", 4},
        {"\u6e2c\u5b9a", 2}, // three bytes per character
        {"\U0001f680", 2},   // four bytes: the first token ends inside it
        {"<|im_start|>user", 2},
        {std::string("a\0b", 3), 3},
    }));
    const auto tokens = tokenize(text);
    CHECK(tokens.size() == count);
    CHECK(detokenize(tokens) == text);
    for (const Token token : tokens) CHECK(token >= 0);
}

TEST_CASE("the token counts of lines add up", "[llama-sim]") {
    const std::string a = "[trace 0001] expert 12 -> 34, 1.5 ms\n";
    const std::string b = "the next line\n";
    CHECK(tokenize(a + b).size() == tokenize(a).size() + tokenize(b).size());
}

TEST_CASE("an incomplete character at the end of a text is recognized", "[llama-sim]") {
    const auto [text, length] = GENERATE(table<std::string, std::size_t>({
        {"", 0},
        {"abc", 0},
        {"\xc3\xa9", 0},
        {"a\xc3", 1},
        {"\xe6\xb8", 2},
        {"\xf0\x9f\x9a", 3},
        {"\xf0\x9f\x9a\x80", 0},
    }));
    CHECK(incomplete_tail(text) == length);
}

TEST_CASE("faults name a range of requests and an argument", "[llama-sim]") {
    FaultPlan plan;
    plan.add("http_500@2..3;huge_reply=10;stall@4;;no_done@5..");
    CHECK_FALSE(plan.has("http_500", 1));
    CHECK(plan.has("http_500", 2));
    CHECK(plan.has("http_500", 3));
    CHECK_FALSE(plan.has("http_500", 4));
    CHECK(plan.find("huge_reply", 99)->argument == 10);
    CHECK(plan.has("stall", 4));
    CHECK_FALSE(plan.has("stall", 5));
    CHECK(plan.has("no_done", 1000));
    plan.add("exit");
    CHECK(plan.find("exit")->argument == 1);
}

TEST_CASE("a fault can affect every n-th request of its range", "[llama-sim]") {
    FaultPlan plan;
    plan.add("empty_reply=3@2..7;stale_experts");
    std::vector<std::int64_t> struck;
    for (std::int64_t i = 1; i <= 10; ++i) {
        if (plan.has_nth("empty_reply", i)) struck.push_back(i);
    }
    CHECK(struck == std::vector<std::int64_t>{4, 7});
    CHECK_FALSE(plan.has_nth("stale_experts", 3));
    CHECK(plan.has_nth("stale_experts", 8));
    CHECK_FALSE(plan.has_nth("loop", 1));
}

TEST_CASE("a misspelled fault is refused", "[llama-sim]") {
    const std::string text = GENERATE(as<std::string>(), "sleep", "exit=x", "exit=-1", "stall=3",
                                      "stall@x", "stall@1..y");
    FaultPlan plan;
    CHECK_THROWS_AS(plan.add(text), std::invalid_argument);
}

TEST_CASE("replies are the same for the same prompt and respect the limit", "[llama-sim]") {
    const auto prompt = tokenize("hello");
    ReplyOptions options;
    options.limit = 20;
    CHECK(make_reply(prompt, options).tokens == make_reply(prompt, options).tokens);
    CHECK(make_reply(prompt, options).tokens.size() == 20);
    CHECK_FALSE(make_reply(prompt, options).complete);
    CHECK(make_reply(tokenize("else"), options).tokens != make_reply(prompt, options).tokens);

    options.limit = 5000;
    const auto whole = make_reply(prompt, options);
    CHECK(whole.complete);
    CHECK(whole.tokens.size() > 60);
    CHECK(whole.tokens.size() < 500);
    // the reply's text has the same tokens when it is part of a longer prompt
    CHECK(tokenize(detokenize(whole.tokens)) == whole.tokens);
    options.to_the_limit = true;
    CHECK(make_reply(prompt, options).tokens.size() == 5000);
}

TEST_CASE("a slot keeps the longest common prefix without the last token", "[llama-sim]") {
    PromptCache cache(1, true);
    const std::vector<Token> prompt = {1, 2, 3, 4};
    CHECK(cache.begin(prompt, true).cached == 0);
    CHECK(cache.all_busy());
    cache.end(0, {1, 2, 3, 4, 5});
    CHECK_FALSE(cache.all_busy());

    const auto again = cache.begin(prompt, true);
    CHECK(again.cached == 3);
    CHECK(again.by_similarity);
    cache.end(0, {1, 2, 3, 4, 5});
    CHECK(cache.begin({1, 2, 3, 4, 5, 6}, true).cached == 5);
    cache.end(0, {1, 2, 3, 4, 5, 6});
    CHECK(cache.begin(prompt, false).cached == 0);
}

TEST_CASE("an old prompt comes back from the prompt cache in host memory, if there is one",
          "[llama-sim]") {
    const bool host = GENERATE(true, false);
    PromptCache cache(1, host);
    const std::vector<Token> a = {1, 2, 3, 4};
    const std::vector<Token> b = {5, 6, 7, 8};
    for (const auto& prompt : {a, b}) {
        cache.begin(prompt, true);
        cache.end(0, prompt);
    }
    CHECK(cache.begin(a, true).cached == (host ? 3 : 0));
}
