// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/make_answer_script.hpp>
#include <moebench/server/llama_client.hpp>

#include <catch2/catch.hpp>

#include <support/fake_answer_server.hpp>
#include <support/fake_transport.hpp>
#include <support/run_coroutine.hpp>

namespace moebench::detail {

static_assert(AnswerServer<LlamaClient<test::FakeTransport>>);
static_assert(!AnswerServer<int>);

namespace {

using namespace std::chrono_literals;
using test::FakeAnswerServer;
using test::run_coroutine;

AnswerOptions small() {
    AnswerOptions options;
    options.reply_tokens = 3;
    options.text_tokens = 300;
    options.request_timeout = 77s;
    return options;
}

AnswerScript make(FakeAnswerServer& server, const AnswerOptions& options,
                  std::optional<std::int64_t> n_ctx = std::nullopt,
                  std::string_view text = bench_text()) {
    return run_coroutine(make_answer_script(server, options, n_ctx, text)).value();
}

} // namespace

TEST_CASE("a text is cut at powers of two and at its end", "[make_answer_script]") {
    const auto [tokens, cuts] = GENERATE(table<std::int64_t, std::vector<std::int64_t>>({
        {-5, {}},
        {0, {}},
        {31, {}},
        {32, {32}},
        {63, {63}},
        {64, {64}},
        {65, {64, 65}},
        {300, {64, 128, 256, 300}},
        {4096, {64, 128, 256, 512, 1024, 2048, 4096}},
    }));

    CHECK(answer_cuts(tokens) == cuts);
}

TEST_CASE("a script has the replies to the four prompts, and a text", "[make_answer_script]") {
    FakeAnswerServer server;

    const auto script = make(server, small());

    REQUIRE(script.prompts.size() == 4);
    CHECK(server.templated == multi_prompts());
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& prompt = script.prompts[i];
        const auto& asked = server.completions[i];
        CHECK(prompt.name == "multi " + std::to_string(i + 1));
        CHECK(prompt.prompt_ids.size() == server.tokenized[i].size());
        CHECK(prompt.reply_ids.size() == 3);
        CHECK(prompt.reply.starts_with(std::to_string(prompt.reply_ids[0]) + " "));
        CHECK(asked.prompt_ids == prompt.prompt_ids);
        CHECK(asked.n_predict == 3);
        CHECK(asked.n_probs == 0);
        CHECK_FALSE(asked.cache_prompt);
        CHECK_FALSE(asked.ignore_eos);
        CHECK(asked.timeout == 77s);
    }
    CHECK(server.completions.size() == 4);
    CHECK(script.text_ids.size() == 300);
    CHECK(script.cuts == answer_cuts(300));
}

TEST_CASE("a text that is too short is repeated", "[make_answer_script]") {
    FakeAnswerServer server;

    const auto script = make(server, small(), std::nullopt, "ab");

    REQUIRE(script.text_ids.size() == 300);
    CHECK(script.text_ids[2] == '\n');
    CHECK(script.text_ids[3] == 'a');
}

TEST_CASE("without tokens in the text, its part is left out", "[make_answer_script]") {
    FakeAnswerServer server;

    const auto script = make(server, small(), std::nullopt, "");

    CHECK(script.cuts.empty());
    CHECK(script.prompts.size() == 4);
}

TEST_CASE("a part of length zero is left out and sends no requests", "[make_answer_script]") {
    FakeAnswerServer server;
    auto options = small();
    const bool text = GENERATE(true, false);
    (text ? options.text_tokens : options.reply_tokens) = 0;

    const auto script = make(server, options);

    CHECK(script.cuts.empty() == text);
    CHECK(script.text_ids.empty() == text);
    CHECK(script.prompts.empty() != text);
    CHECK(server.calls == (text ? 12 : 1));
}

TEST_CASE("what does not fit into the context is cut", "[make_answer_script]") {
    FakeAnswerServer server; // prompts of 42 tokens
    const auto [n_ctx, reply, text] = GENERATE(table<std::int64_t, std::size_t, std::size_t>({
        {400, 3, 300},
        {116, 3, 100},
        {60, 2, 44},
        {58, 0, 42},
        {20, 0, 0},
        {4, 0, 0},
    }));
    CAPTURE(n_ctx);

    const auto script = make(server, small(), n_ctx);

    CHECK(script.prompts.size() == (reply > 0 ? 4 : 0));
    for (const auto& prompt : script.prompts) CHECK(prompt.reply_ids.size() == reply);
    CHECK(script.text_ids.size() == text);
    for (const auto& asked : server.completions) {
        CHECK(std::ssize(asked.prompt_ids) + asked.n_predict <= n_ctx - 16);
    }
}

TEST_CASE("a server failure at any request gives no script", "[make_answer_script]") {
    int good = 0;
    for (int at = 1; good == 0; ++at) {
        FakeAnswerServer server;
        server.fail_at = at;

        const auto script = run_coroutine(make_answer_script(server, small(), std::nullopt));

        if (script) {
            good = at;
            break;
        }
        CHECK(server.calls == at);
        CHECK(script.error().code == Errc::http_status);
        CHECK(script.error().context == "answer pass: POST /completion: 500 Compute error.");
    }
    CHECK(good == 14); // four times template, ids and reply; then the text
}

} // namespace moebench::detail
