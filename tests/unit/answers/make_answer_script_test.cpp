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

using test::FakeAnswerServer;
using test::run_coroutine;
using Cuts = std::vector<std::int64_t>;

AnswerOptions small() {
    AnswerOptions options;
    options.positions = 96;
    options.reply_tokens = 20;
    options.text_tokens = 300;
    return options;
}

AnswerScript make(FakeAnswerServer& server, const AnswerOptions& options,
                  std::optional<std::int64_t> n_ctx = std::nullopt,
                  std::string_view text = bench_text()) {
    return run_coroutine(make_answer_script(server, options, n_ctx, text)).value();
}

} // namespace

TEST_CASE("a text is cut at equal distances of at least 32 tokens", "[make_answer_script]") {
    const auto [tokens, count, cuts] = GENERATE(table<std::int64_t, std::int64_t, Cuts>({
        {-5, 8, {}},
        {0, 8, {}},
        {31, 8, {}},
        {32, 8, {32}},
        {63, 8, {63}},
        {64, 8, {32, 64}},
        {64, 1, {64}},
        {64, 0, {}},
        {300, 6, {50, 100, 150, 200, 250, 300}},
    }));

    CHECK(answer_cuts(tokens, count) == cuts);
    CHECK(answer_cuts(4096, 128).size() == 128);
    CHECK(answer_cuts(4096, 128).front() == 32);
    CHECK(answer_cuts(4096, 128).back() == 4096);
}

TEST_CASE("a script has four prompts, the text, and pieces of it", "[make_answer_script]") {
    FakeAnswerServer server;

    const auto script = make(server, small());

    CHECK(server.templated == multi_prompts());
    CHECK(server.completions.empty());
    CHECK(script.text_ids.size() == 300);
    CHECK(script.cuts == answer_cuts(300, 96 / 16));
    CHECK_FALSE(script.whole_text);
    REQUIRE(script.prompts.size() == 4 + 1 + 2 * 96 / 20);
    for (const auto& prompt : script.prompts) CHECK(prompt.reply_ids.empty());
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(script.prompts[i].name == "answer: multi " + std::to_string(i + 1));
        CHECK(script.prompts[i].prompt_ids.size() == server.tokenized[i].size());
    }
    CHECK(script.prompts[4].name == "answer: text end");
    CHECK(script.prompts[4].prompt_ids == script.text_ids);
    for (std::size_t i = 5; i < script.prompts.size(); ++i) {
        const auto& piece = script.prompts[i];
        const auto begin = script.text_ids.begin() + std::int64_t(i - 5) * (300 - 64) / 9;
        CHECK(piece.name == "answer: text " + std::to_string(i - 4));
        CHECK(piece.prompt_ids == Cuts(begin, begin + 64));
    }
}

TEST_CASE("a text that is too short is repeated", "[make_answer_script]") {
    FakeAnswerServer server;

    const auto script = make(server, small(), std::nullopt, "ab");

    REQUIRE(script.text_ids.size() == 300);
    CHECK(script.text_ids[2] == '\n');
    CHECK(script.text_ids[3] == 'a');
}

TEST_CASE("a text without tokens gives neither cuts nor prompts", "[make_answer_script]") {
    FakeAnswerServer server;

    const auto script = make(server, small(), std::nullopt, "");

    CHECK(script.cuts.empty());
    CHECK(script.prompts.size() == 4);
}

TEST_CASE("a part of length zero is left out and sends no requests", "[make_answer_script]") {
    const auto [zero, prompts, cuts, calls] =
        GENERATE(table<std::int64_t AnswerOptions::*, std::size_t, std::size_t, int>({
            {&AnswerOptions::positions, 0, 0, 0},
            {&AnswerOptions::text_tokens, 4, 0, 8},
            {&AnswerOptions::reply_tokens, 0, 6, 1},
        }));
    FakeAnswerServer server;
    auto options = small();
    options.*zero = 0;

    const auto script = make(server, options);

    CHECK(script.prompts.size() == prompts);
    CHECK(script.cuts.size() == cuts);
    CHECK(server.calls == calls);
}

TEST_CASE("what does not fit into the context is cut or left out", "[make_answer_script]") {
    FakeAnswerServer server; // prompts of 42 tokens, 16 tokens of slack, replies of 20
    const auto [n_ctx, prompts, text] = GENERATE(table<std::int64_t, std::size_t, std::size_t>({
        {400, 14, 300},
        {136, 14, 100},
        {100, 5, 64}, // no pieces
        {78, 5, 42},
        {77, 1, 41}, // only the text itself
        {60, 0, 0},
        {4, 0, 0},
    }));
    CAPTURE(n_ctx);

    const auto script = make(server, small(), n_ctx);

    CHECK(script.prompts.size() == prompts);
    CHECK(script.text_ids.size() == text);
    for (const auto& prompt : script.prompts) {
        CHECK(std::ssize(prompt.prompt_ids) + 20 <= n_ctx - 16);
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
    CHECK(good == 10); // four times template and ids; then the text
}

} // namespace moebench::detail
