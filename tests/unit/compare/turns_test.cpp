// SPDX-License-Identifier: MIT
#include <moebench/compare/detail/turns.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

#include <support/run_coroutine.hpp>

namespace moebench::detail {

namespace {

/// Two or three runs of some requests each, on one thread.
struct Block {
    asio::io_context context;
    Turns turns;
    std::string sent;
    std::vector<std::unique_ptr<test::Running<Result<void>>>> runs;

    explicit Block(std::size_t count) : turns(context.get_executor(), count) {}

    Task<void> run(std::size_t number, int requests) {
        auto started = co_await turns.may_start(number);
        if (!started) co_return started.error();
        sent += '+';
        for (int i = 0; i < requests; ++i) {
            auto begun = co_await turns.begin(number);
            if (!begun) co_return begun.error();
            sent += static_cast<char>('a' + number);
            turns.end(number);
        }
        co_return co_await turns.all_finished(number);
    }

    void start(std::size_t number, int requests) {
        runs.push_back(
            std::make_unique<test::Running<Result<void>>>(context, run(number, requests)));
        runs.back()->poll();
    }
};

} // namespace

TEST_CASE("runs send their requests in turn, forth and back, once all are ready", "[turns]") {
    Block block(2);
    block.start(0, 4);
    CHECK(block.sent == "+");
    block.start(1, 4);
    CHECK(block.sent == "++abbaabba");
    for (const auto& run : block.runs) CHECK(run->get().has_value());
}

TEST_CASE("three runs take turns", "[turns]") {
    Block block(3);
    for (std::size_t number = 0; number < 3; ++number) block.start(number, 3);
    CHECK(block.sent == "+++abccbaabc");
}

TEST_CASE("a server loads only when those before it are ready", "[turns]") {
    Block block(2);
    block.start(1, 1);
    CHECK(block.sent.empty());
    block.start(0, 1);
    CHECK(block.sent == "++ab");
}

TEST_CASE("a run that is over leaves its turns to the others, and they wait for no one",
          "[turns]") {
    Block block(2);
    const bool before_loading = GENERATE(true, false);
    if (before_loading) block.turns.leave(0); // it failed before its first request
    if (!before_loading) block.start(0, 1);
    block.start(1, 3);
    CHECK(block.sent == (before_loading ? "+bbb" : "++abbb"));
    for (const auto& run : block.runs) CHECK(run->get().has_value());
}

TEST_CASE("no run ends before the last request of all", "[turns]") {
    Block block(2);
    block.start(0, 1);
    test::Running<Result<void>> other(block.context, block.turns.begin(1));
    other.poll();
    CHECK(other.done());
    CHECK_FALSE(block.runs[0]->done());
    block.turns.end(1);
    block.turns.leave(1);
    block.runs[0]->poll();
    CHECK(block.runs[0]->get().has_value());
}

TEST_CASE("a run that waits for its turn can be cancelled", "[turns]") {
    Block block(2);
    block.start(0, 1);
    block.runs[0]->cancel();
    block.runs[0]->poll();
    REQUIRE(block.runs[0]->done());
    CHECK(block.runs[0]->get().error().code == asio::error::operation_aborted);
}

} // namespace moebench::detail
