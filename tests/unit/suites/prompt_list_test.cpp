// SPDX-License-Identifier: MIT
#include <moebench/suites/prompt_list.hpp>

#include <catch2/catch.hpp>

#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

std::vector<ChatRequest> one_pass(PromptListSuite& suite) {
    std::vector<ChatRequest> requests;
    History history;
    ChatReply reply;
    while (auto request = test::run_coroutine(suite.next(history)).value()) {
        requests.push_back(std::move(*request));
        history.append(reply);
    }
    return requests;
}

} // namespace

TEST_CASE("the built-in lists send the original script's system message and prompts",
          "[prompt_list]") {
    auto base = PromptListSuite::base();
    auto multi = PromptListSuite::multi();

    CHECK(base.name() == "base");
    CHECK(multi.name() == "multi");
    CHECK(one_pass(base).size() == 1);
    const auto requests = one_pass(multi);
    REQUIRE(requests.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
        REQUIRE(requests[i].messages.size() == 2);
        CHECK(requests[i].messages[0].role == "system");
        CHECK(requests[i].messages[0].content ==
              "You are a concise senior systems engineer. Answer directly.");
        CHECK(requests[i].messages[1].role == "user");
        CHECK(requests[i].messages[1].content == detail::multi_prompts()[i]);
        CHECK_FALSE(requests[i].max_tokens);
        CHECK_FALSE(requests[i].cache_prompt);
    }
}

TEST_CASE("every pass over a list is the same", "[prompt_list]") {
    auto suite = PromptListSuite::multi();

    const auto first = one_pass(suite);
    suite.rewind();
    const auto second = one_pass(suite);

    REQUIRE(second.size() == first.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        CHECK(second[i].messages[1].content == first[i].messages[1].content);
    }
}

} // namespace moebench
