// SPDX-License-Identifier: MIT
#include <moebench/suites/bench.hpp>

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

#include <support/run_coroutine.hpp>

namespace moebench::detail {

namespace {

/// A token is a word or a line break; the template adds seven tokens.
struct WordServer {
    Task<std::size_t> count_tokens(std::string text) {
        std::size_t count = 0;
        bool in_word = false;
        for (const char c : text) {
            const bool space = c == ' ' || c == '\n';
            if (c == '\n' || (!space && !in_word)) ++count;
            in_word = !space;
        }
        co_return count;
    }

    Task<std::string> apply_template(std::vector<Message> messages) {
        std::string text;
        for (const auto& message : messages) text += message.content + "\na b c d e f";
        co_return text;
    }
};

SuiteSpec small_spec() {
    SuiteSpec spec;
    spec.pp = {100, 200};
    spec.tg = {16};
    spec.depth = {0, 400};
    return spec;
}

std::vector<ChatRequest> one_pass(BenchSuite<WordServer>& suite) {
    std::vector<ChatRequest> requests;
    History history;
    const ChatReply reply;
    for (;;) {
        auto request = test::run_coroutine(suite.next(history)).value();
        if (!request) return requests;
        requests.push_back(std::move(*request));
        history.append(reply);
    }
}

BenchSuite<WordServer> prepared(WordServer& server) {
    BenchSuite<WordServer> suite(server, small_spec(), bench_text());
    REQUIRE(test::run_coroutine(suite.prepare()).has_value());
    return suite;
}

std::size_t tokens(WordServer& server, const std::string& text) {
    return test::run_coroutine(server.count_tokens(text)).value();
}

} // namespace

TEST_CASE("bench has the rows of llama-bench, and a row that fills the cache for each depth",
          "[bench]") {
    WordServer server;
    auto suite = prepared(server);
    const auto requests = one_pass(suite);

    std::vector<std::string> names;
    for (const auto& request : requests) names.push_back(request.name);
    CHECK(names == std::vector<std::string>{"pp100", "pp200", "tg16", "pp400", "pp100 @ d400",
                                            "pp200 @ d400", "tg16 @ d400"});
    CHECK(requests[0].max_tokens == 1);
    CHECK(requests[2].max_tokens == 16);
    CHECK(requests[2].ignore_eos);
    CHECK(requests[0].cache_prompt == false);
    CHECK(requests[4].cache_prompt == true);
    CHECK(requests[4].messages[0].content == requests[3].messages[0].content);
    CHECK(requests[3].measures == Measures::prefill);
    CHECK(requests[3].expected_cache_n == 0);
    CHECK(requests[4].measures == Measures::prefill);
    CHECK(requests[6].measures == Measures::decode);
    CHECK(requests[6].expected_cache_n == 400);
}

TEST_CASE("a size of bench counts the whole prompt", "[bench]") {
    WordServer server;
    auto suite = prepared(server);
    const auto requests = one_pass(suite);
    const std::size_t slack = 3; // a word and the line breaks after it
    for (const auto& [index, size] : {std::pair(0, 100U), std::pair(1, 200U), std::pair(3, 400U)}) {
        const auto whole = tokens(server, requests[std::size_t(index)].messages[0].content) + 7;
        CHECK(whole >= size);
        CHECK(whole <= size + slack);
    }
}

TEST_CASE("all prompts of bench begin differently, and each run sends the same ones", "[bench]") {
    WordServer server;
    auto one = prepared(server);
    auto other = prepared(server);
    std::set<std::string> beginnings;
    for (int pass = 0; pass < 3; ++pass) {
        const auto requests = one_pass(one);
        const auto same = one_pass(other);
        for (const std::size_t row : {0U, 1U, 2U, 3U}) {
            CHECK(requests[row].messages[0].content == same[row].messages[0].content);
            beginnings.insert(requests[row].messages[0].content.substr(0, 4));
        }
        one.rewind();
        other.rewind();
    }
    CHECK(beginnings.size() == 12);
}

TEST_CASE("the number of warm-up requests does not change what bench measures", "[bench]") {
    WordServer server;
    const auto measured_after = [&](int warmups) {
        auto suite = prepared(server);
        for (int i = 0; i < warmups; ++i) {
            const auto request = test::run_coroutine(suite.warmup_request()).value();
            CHECK(request.cache_prompt == false);
        }
        suite.rewind();
        return one_pass(suite).front().messages[0].content;
    };
    CHECK(measured_after(1) == measured_after(9));
}

TEST_CASE("a prompt size of bench that is too small for the chat template is refused", "[bench]") {
    WordServer server;
    SuiteSpec spec = small_spec();
    spec.pp = {8};
    BenchSuite<WordServer> suite(server, spec, bench_text());
    const auto prepared = test::run_coroutine(suite.prepare());
    CHECK(prepared.error().code == Errc::invalid_option);
    CHECK(prepared.error().context.find("8 tokens is too short") != std::string::npos);
}

TEST_CASE("words keep their spaces, and a short text is repeated", "[bench]") {
    CHECK(first_words("one two\nthree ", 2) == "one two");
    CHECK(first_words("one two\nthree ", 4) == "one two\nthree one");
    CHECK(first_words("  ", 3).empty());
    CHECK(first_words("a", 0).empty());
}

} // namespace moebench::detail
