// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/answer_pass.hpp>

#include <boost/asio/error.hpp>
#include <catch2/catch.hpp>

#include <support/fake_answer_server.hpp>
#include <support/run_coroutine.hpp>

namespace moebench::detail {

namespace {

using namespace std::chrono_literals;
using test::FakeAnswerServer;
using test::run_coroutine;

AnswerOptions small() {
    AnswerOptions options;
    options.reply_tokens = 3;
    options.text_tokens = 100;
    options.request_timeout = 77s;
    return options;
}

AnswerScript script() {
    FakeAnswerServer server;
    return run_coroutine(make_answer_script(server, small(), std::nullopt)).value();
}

constexpr int decode_requests = 12, cuts = 2, replies = 4;
constexpr int requests = decode_requests + cuts + replies;

Result<AnswerRecord> take(FakeAnswerServer& server) {
    return run_coroutine(take_answers(server, script(), small()));
}

} // namespace

TEST_CASE("a reply is followed token by token, one evaluated token per request", "[answer_pass]") {
    FakeAnswerServer server;
    const auto asked = script();

    const auto record = run_coroutine(take_answers(server, asked, small())).value();

    REQUIRE(record.decode.size() == decode_requests);
    for (std::size_t i = 0; i < record.decode.size(); ++i) {
        const auto& prompt = asked.prompts[i / 3];
        const std::size_t k = i % 3;
        const auto& request = server.completions[i];
        auto ids = prompt.prompt_ids;
        ids.insert(ids.end(), prompt.reply_ids.begin(),
                   prompt.reply_ids.begin() + static_cast<std::ptrdiff_t>(k));
        CHECK(request.prompt_ids == ids);
        CHECK(request.n_predict == 1);
        CHECK(request.n_probs == 20);
        CHECK(request.cache_prompt == (k > 0)); // the first must not depend on the cache
        CHECK(request.timeout == 77s);
        CHECK(record.decode[i].prompt == prompt.name);
        CHECK(record.decode[i].at == static_cast<std::int64_t>(k));
        CHECK(record.decode[i].top.at(0).token == prompt.reply_ids[k]);
        CHECK(record.decode[i].prompt_n == (k > 0 ? 1 : std::ssize(prompt.prompt_ids)));
        CHECK(record.decode[i].error.empty());
    }
}

TEST_CASE("at each cut the whole text before it is evaluated", "[answer_pass]") {
    FakeAnswerServer server;
    const auto asked = script();

    const auto record = run_coroutine(take_answers(server, asked, small())).value();

    REQUIRE(record.prefill.size() == cuts);
    for (std::size_t i = 0; i < cuts; ++i) {
        const auto& request = server.completions[decode_requests + i];
        const auto cut = asked.cuts[i];
        CHECK(request.prompt_ids ==
              std::vector<std::int64_t>(asked.text_ids.begin(), asked.text_ids.begin() + cut));
        CHECK(request.n_predict == 1);
        CHECK(request.n_probs == 20);
        CHECK_FALSE(request.cache_prompt);
        CHECK(record.prefill[i].prompt == "text");
        CHECK(record.prefill[i].at == cut);
        CHECK(record.prefill[i].prompt_n == cut);
    }
}

TEST_CASE("the server gives its own replies, as long as those of the script", "[answer_pass]") {
    FakeAnswerServer server;
    const auto asked = script();

    const auto record = run_coroutine(take_answers(server, asked, small())).value();

    REQUIRE(record.replies.size() == replies);
    CHECK(server.completions.size() == requests);
    for (std::size_t i = 0; i < replies; ++i) {
        const auto& request = server.completions[decode_requests + cuts + i];
        CHECK(request.prompt_ids == asked.prompts[i].prompt_ids);
        CHECK(request.n_predict == 3);
        CHECK_FALSE(request.cache_prompt);
        CHECK_FALSE(request.ignore_eos);
        CHECK(record.replies[i] == asked.prompts[i].reply);
    }
}

TEST_CASE("a failed request gives one position with an error", "[answer_pass]") {
    for (int at = 1; at <= requests; ++at) {
        FakeAnswerServer server;
        server.fail_at = at;

        const auto record = take(server).value();

        CHECK(server.calls == requests);
        int failed = 0;
        for (const auto* part : {&record.decode, &record.prefill}) {
            for (const auto& position : *part) {
                if (position.error.empty()) continue;
                ++failed;
                CHECK(position.error.find("500 Compute error.") != std::string::npos);
                CHECK(position.top.empty());
            }
        }
        for (const auto& reply : record.replies) failed += reply.empty() ? 1 : 0;
        CHECK(failed == 1);
    }
}

TEST_CASE("the end of the server or a cancellation ends the pass at every step", "[answer_pass]") {
    const boost::system::error_code code =
        GENERATE(boost::system::error_code(Errc::server_exited),
                 boost::system::error_code(asio::error::operation_aborted));
    for (int at = 1; at <= requests; ++at) {
        FakeAnswerServer server;
        server.fail_at = at;
        server.failure = fail(code, "gone");

        const auto record = take(server);

        REQUIRE(record.has_error());
        CHECK(record.error().code == code);
        CHECK(server.calls == at);
    }
}

TEST_CASE("a server that hangs gets no more requests", "[answer_pass]") {
    FakeAnswerServer server;
    server.fail_at = 5;
    server.fail_step = 1;
    server.failure = fail(Errc::request_timeout, "POST /completion: no complete reply in time");

    const auto record = take(server).value();

    CHECK(server.calls == 6);
    CHECK(record.decode[5].error.find("in time") != std::string::npos);
    CHECK(record.decode[6].error.find("not sent") != std::string::npos);
    CHECK(record.prefill[1].error.find("not sent") != std::string::npos);
    CHECK(record.replies == std::vector<std::string>(replies));
}

TEST_CASE("single timeouts do not stop the pass", "[answer_pass]") {
    FakeAnswerServer server;
    server.fail_at = 5;
    server.fail_step = 2;
    server.failure = fail(Errc::request_timeout, "late");

    CHECK(take(server).has_value());
    CHECK(server.calls == requests);
}

TEST_CASE("a reply without a token gives a position with an error", "[answer_pass]") {
    FakeAnswerServer server;
    const bool place = GENERATE(true, false);
    server.change = [place](const CompletionRequest&, CompletionReply& reply) {
        if (!reply.candidates.empty()) reply.candidates.resize(place ? 1 : 0);
        for (auto& chances : reply.candidates) chances.clear();
    };

    const auto record = take(server).value();

    CHECK(record.decode[0].error.find("no token") != std::string::npos);
    CHECK(record.prefill[0].error.find("no token") != std::string::npos);
}

TEST_CASE("progress is reported after each request", "[answer_pass]") {
    FakeAnswerServer server;
    std::vector<std::int64_t> told;
    AnswerProgress progress = [&](std::int64_t done, std::int64_t total) {
        told.push_back(done);
        CHECK(total == requests);
        CHECK(done == server.calls);
    };
    const auto asked = script();

    CHECK(run_coroutine(take_answers(server, asked, small(), progress)).has_value());

    REQUIRE(told.size() == requests);
    CHECK(told.back() == requests);
}

TEST_CASE("an empty script sends no requests", "[answer_pass]") {
    FakeAnswerServer server;

    const auto record = run_coroutine(take_answers(server, AnswerScript(), small())).value();

    CHECK(server.calls == 0);
    CHECK(record.decode.empty());
    CHECK(record.replies.empty());
}

} // namespace moebench::detail
