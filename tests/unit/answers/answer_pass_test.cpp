// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/answer_pass.hpp>

#include <boost/asio/error.hpp>
#include <catch2/catch.hpp>

#include <algorithm>

#include <support/fake_answer_server.hpp>
#include <support/run_coroutine.hpp>

namespace moebench::detail {

namespace {

using namespace std::chrono_literals;
using test::FakeAnswerServer;
using test::run_coroutine;
using Ids = std::vector<std::int64_t>;

AnswerOptions small() {
    AnswerOptions options;
    options.positions = 48;
    options.reply_tokens = 10;
    options.text_tokens = 100;
    options.request_timeout = 77s;
    return options;
}

/// Replies of 10, 10, 10, 10 and 8 tokens, and three cuts.
constexpr int replies = 5, cuts = 3, requests = replies + cuts, positions = 48 + cuts;

/// Without replies.
AnswerScript new_script(const AnswerOptions& options = small()) {
    FakeAnswerServer server;
    return run_coroutine(make_answer_script(server, options, std::nullopt)).value();
}

AnswerRecord take(FakeAnswerServer& server, AnswerScript& script,
                  const AnswerOptions& options = small()) {
    return run_coroutine(take_answers(server, script, options)).value();
}

/// With the replies of a usual server.
AnswerScript script(const AnswerOptions& options = small()) {
    FakeAnswerServer server;
    auto made = new_script(options);
    take(server, made, options);
    return made;
}

/// Says another token where the model is after so many tokens of a prompt of 42.
auto departing_after(Ids reply_tokens) {
    return [reply_tokens](const Ids& ids, std::vector<TokenLogprob>& top) {
        const auto of_reply = std::ssize(ids) - 42;
        const bool departs = std::ranges::count(reply_tokens, of_reply) > 0;
        if (ids[0] == '[' && departs) std::swap(top[0], top[1]);
    };
}

AnswerPosition find(const AnswerRecord& record, const std::string& prompt, std::int64_t at) {
    const auto found = std::ranges::find_if(record.decode, [&](const AnswerPosition& each) {
        return each.prompt == prompt && each.at == at;
    });
    REQUIRE(found != record.decode.end());
    return *found;
}

} // namespace

TEST_CASE("what the baseline replies first becomes part of the script", "[answer_pass]") {
    FakeAnswerServer server;
    auto asked = new_script();
    const auto all = asked.prompts.size();

    const auto record = take(server, asked);

    CHECK(all > replies);
    REQUIRE(asked.prompts.size() == replies); // those of the others are not needed
    REQUIRE(record.decode.size() == 48);
    std::size_t position = 0;
    for (std::size_t i = 0; i < replies; ++i) {
        const auto& prompt = asked.prompts[i];
        const auto& request = server.completions[i];
        CHECK(request.prompt_ids == prompt.prompt_ids);
        CHECK(request.n_predict == (i < 4 ? 10 : 8));
        CHECK(request.n_probs == 10);
        CHECK_FALSE(request.cache_prompt); // the first token must not depend on the cache
        CHECK_FALSE(request.ignore_eos);
        CHECK(request.timeout == 77s);
        CHECK(std::ssize(prompt.reply_ids) == request.n_predict);
        CHECK(prompt.reply.starts_with(std::to_string(prompt.reply_ids[0]) + " "));
        for (std::size_t k = 0; k < prompt.reply_ids.size(); ++k, ++position) {
            const auto& here = record.decode[position];
            CHECK(here.prompt == prompt.name);
            CHECK(here.at == static_cast<std::int64_t>(k));
            CHECK(here.token == prompt.reply_ids[k]);
            CHECK(here.top.at(0).token == prompt.reply_ids[k]);
            CHECK(here.prompt_n.value_or(-1) == (k == 0 ? std::ssize(prompt.prompt_ids) : -1));
            CHECK(here.error.empty());
        }
    }
}

TEST_CASE("an arm that says the same needs one request for each reply", "[answer_pass]") {
    FakeAnswerServer server;
    auto asked = script();

    const auto record = take(server, asked);

    CHECK(server.calls == requests);
    CHECK(record.decode.size() == 48);
    CHECK(record.prefill.size() == cuts);
}

TEST_CASE("after each departure the arm goes on after the baseline's token", "[answer_pass]") {
    FakeAnswerServer server;
    server.shift = departing_after({3, 7});
    auto asked = script();
    const auto& reply = asked.prompts[0].reply_ids;

    const auto record = take(server, asked);

    CHECK(server.calls == requests + 4 * 2);
    const auto& second = server.completions[1];
    auto ids = asked.prompts[0].prompt_ids;
    ids.insert(ids.end(), reply.begin(), reply.begin() + 4);
    CHECK(second.prompt_ids == ids);
    CHECK(second.n_predict == 6);
    CHECK(second.cache_prompt);
    CHECK(server.completions[2].n_predict == 2);
    REQUIRE(record.decode.size() == 48);
    for (std::int64_t at = 0; at < 10; ++at) {
        const auto position = find(record, "answer: multi 1", at);
        const bool same = position.token == reply[static_cast<std::size_t>(at)];
        CHECK(same == (at != 3 && at != 7));
    }
}

TEST_CASE("a departure at the last token needs no other request", "[answer_pass]") {
    FakeAnswerServer server;
    server.shift = departing_after({9});
    auto asked = script();

    CHECK(take(server, asked).decode.size() == 48);
    CHECK(server.calls == requests);
}

TEST_CASE("an arm that departs at each token gets at most 32 requests for a reply",
          "[answer_pass]") {
    auto options = small();
    options.reply_tokens = options.positions = 40;
    auto asked = script(options);
    FakeAnswerServer server;
    server.shift = [](const Ids&, std::vector<TokenLogprob>& top) { std::swap(top[0], top[1]); };

    const auto record = take(server, asked, options);

    CHECK(record.decode.size() == 32);
    CHECK(server.calls == 32 + 2);
}

TEST_CASE("a reply that ends early goes on after the token where the baseline goes on",
          "[answer_pass]") {
    const bool with_end_token = GENERATE(true, false);
    FakeAnswerServer server;
    server.change = [&](const CompletionRequest& request, CompletionReply& reply) {
        if (request.n_predict != 10) return;
        reply.tokens.resize(4);
        reply.candidates.resize(4);
        if (with_end_token) reply.tokens.back() = 2;
    };
    auto asked = script();

    const auto record = take(server, asked);

    CHECK(server.calls == requests + 4);
    REQUIRE(record.decode.size() == 48);
    CHECK((record.decode[3].token == 2) == with_end_token);
    CHECK(record.decode[4].token == asked.prompts[0].reply_ids[4]);
}

TEST_CASE("where the baseline's replies are short, more prompts are asked", "[answer_pass]") {
    FakeAnswerServer server;
    server.change = [](const CompletionRequest&, CompletionReply& reply) {
        if (reply.tokens.size() <= 4) return;
        reply.tokens.resize(4);
        reply.candidates.resize(4);
    };
    auto asked = new_script();

    const auto record = take(server, asked);

    CHECK(asked.prompts.size() == 12);
    CHECK(record.decode.size() == 48);
}

TEST_CASE("a prompt to which the baseline says nothing is left out", "[answer_pass]") {
    FakeAnswerServer server;
    server.change = [](const CompletionRequest& request, CompletionReply& reply) {
        if (request.prompt_ids[0] == '[') reply = {};
    };
    auto asked = new_script();

    take(server, asked);

    REQUIRE_FALSE(asked.prompts.empty());
    CHECK(asked.prompts[0].name == "answer: text end");
}

TEST_CASE("the text is walked through, from cut to cut", "[answer_pass]") {
    FakeAnswerServer server;
    auto asked = script();

    const auto record = take(server, asked);

    CHECK(asked.cuts == Ids{33, 66, 100});
    REQUIRE(record.prefill.size() == cuts);
    for (std::size_t i = 0; i < cuts; ++i) {
        const auto& request = server.completions[replies + i];
        const auto cut = asked.cuts[i];
        CHECK(request.prompt_ids == Ids(asked.text_ids.begin(), asked.text_ids.begin() + cut));
        CHECK(request.n_predict == 1);
        CHECK(request.n_probs == 10);
        CHECK(request.cache_prompt == (i > 0));
        CHECK(record.prefill[i].prompt == "answer: text");
        CHECK(record.prefill[i].at == cut);
        CHECK(record.prefill[i].prompt_n == cut - (i > 0 ? asked.cuts[i - 1] : 0));
    }
}

TEST_CASE("a server that cannot continue a cached prompt gets fewer cuts", "[answer_pass]") {
    auto options = small();
    options.positions = 160;
    options.text_tokens = 1000;
    auto asked = new_script(options);
    FakeAnswerServer server;
    server.continues = false;

    const auto record = take(server, asked, options);

    CHECK(asked.whole_text);
    CHECK(asked.cuts == Ids{100, 200, 400, 800, 1000});
    REQUIRE(record.prefill.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(record.prefill[i].at == asked.cuts[i]);
        CHECK(record.prefill[i].prompt_n == asked.cuts[i]);
        CHECK_FALSE(server.completions[server.completions.size() - 5 + i].cache_prompt);
    }

    FakeAnswerServer arm; // it could continue, but all arms are asked the same
    const auto of_arm = take(arm, asked, options);
    CHECK(of_arm.prefill.size() == 5);
    CHECK_FALSE(arm.completions.back().cache_prompt);
}

TEST_CASE("only the baseline's first boot decides on the cuts", "[answer_pass]") {
    auto asked = script();
    FakeAnswerServer server;
    server.continues = false;

    CHECK(take(server, asked).prefill.size() == cuts);
    CHECK_FALSE(asked.whole_text);
}

TEST_CASE("a failed request is data, and ends only its own reply", "[answer_pass]") {
    for (int at = 1; at <= requests; ++at) {
        FakeAnswerServer server;
        server.fail_at = at;
        auto asked = script();

        const auto record = take(server, asked);

        CHECK(server.calls == requests);
        const bool of_text = at > replies;
        const int lost = at <= 4 ? 9 : 7; // after the one with the error
        CHECK(std::ssize(record.decode) == (of_text ? 48 : 48 - lost));
        CHECK(record.prefill.size() == cuts);
        int failed = 0;
        for (const auto* part : {&record.decode, &record.prefill}) {
            for (const auto& position : *part) {
                if (position.error.empty()) continue;
                ++failed;
                CHECK(position.error.find("500 Compute error.") != std::string::npos);
                CHECK(position.top.empty());
                CHECK_FALSE(position.token.has_value());
            }
        }
        CHECK(failed == 1);
    }
}

TEST_CASE("there is no script without the baseline's replies", "[answer_pass]") {
    for (int at = 1; at <= replies; ++at) {
        FakeAnswerServer server;
        server.fail_at = at;
        auto asked = new_script();

        const auto record = run_coroutine(take_answers(server, asked, small()));

        REQUIRE(record.has_error());
        CHECK(record.error().code == Errc::http_status);
        CHECK(server.calls == at);
    }
}

TEST_CASE("the end of the server or a cancellation ends the pass at every step", "[answer_pass]") {
    const boost::system::error_code code =
        GENERATE(boost::system::error_code(Errc::server_exited),
                 boost::system::error_code(asio::error::operation_aborted));
    const bool first = GENERATE(true, false);
    for (int at = 1; at <= requests; ++at) {
        FakeAnswerServer server;
        server.fail_at = at;
        server.failure = fail(code, "gone");
        auto asked = first ? new_script() : script();

        const auto record = run_coroutine(take_answers(server, asked, small()));

        REQUIRE(record.has_error());
        CHECK(record.error().code == code);
        CHECK(server.calls == at);
    }
}

TEST_CASE("a server that hangs gets no more requests", "[answer_pass]") {
    FakeAnswerServer server;
    server.fail_at = 3;
    server.fail_step = 1;
    server.failure = fail(Errc::request_timeout, "POST /completion: no complete reply in time");
    auto asked = script();

    const auto record = take(server, asked);

    CHECK(server.calls == 4);
    CHECK(find(record, "answer: multi 4", 0).error.find("in time") != std::string::npos);
    CHECK(find(record, "answer: text end", 0).error.find("not sent") != std::string::npos);
    CHECK(record.prefill.at(2).error.find("not sent") != std::string::npos);
}

TEST_CASE("single timeouts do not stop the pass", "[answer_pass]") {
    FakeAnswerServer server;
    server.fail_at = 3;
    server.fail_step = 2;
    server.failure = fail(Errc::request_timeout, "late");
    auto asked = script();

    take(server, asked);

    CHECK(server.calls == requests);
}

TEST_CASE("a reply without a token or without candidates gives positions with an error",
          "[answer_pass]") {
    FakeAnswerServer server;
    const int how = GENERATE(0, 1, 2);
    server.change = [how](const CompletionRequest&, CompletionReply& reply) {
        if (how == 0) reply.tokens.clear();
        if (how <= 1) reply.candidates.clear();
        for (auto& top : reply.candidates) top.clear();
    };
    auto asked = script();

    const auto record = take(server, asked);

    CHECK(record.decode.size() == 48);
    CHECK(record.decode[0].error.find("no token") != std::string::npos);
    CHECK(record.decode[47].error.find("no token") != std::string::npos);
    CHECK(record.prefill[0].error.find("no token") != std::string::npos);
}

TEST_CASE("progress is reported after each request, in positions", "[answer_pass]") {
    FakeAnswerServer server;
    server.shift = departing_after({3});
    std::vector<std::int64_t> told;
    AnswerProgress progress = [&](std::int64_t done, std::int64_t total) {
        told.push_back(done);
        CHECK(total == positions);
    };
    auto asked = script();

    CHECK(answer_positions(new_script(), small()) == positions); // as many as are wanted
    CHECK(run_coroutine(take_answers(server, asked, small(), progress)).has_value());

    CHECK(std::ssize(told) == server.calls);
    CHECK(std::ranges::is_sorted(told));
    CHECK(told.back() == positions);
}

TEST_CASE("an empty script sends no requests", "[answer_pass]") {
    FakeAnswerServer server;
    AnswerScript nothing;

    const auto record = take(server, nothing);

    CHECK(server.calls == 0);
    CHECK(record.decode.empty());
    CHECK(record.prefill.empty());
}

} // namespace moebench::detail
