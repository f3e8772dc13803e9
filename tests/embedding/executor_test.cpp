// SPDX-License-Identifier: MIT
// Runs on every kind of executor: one thread, several threads, a pool; and two runs in one process.
#include <moebench/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <future>
#include <memory>
#include <thread>

#include <embedding/support/embedded.hpp>
#include <embedding/support/process_state.hpp>

namespace moebench {

namespace {

using Report = Result<RunReport>;

struct FutureRun : test::EmbeddedRun {
    explicit FutureRun(const std::string& alias) { scenario.server.alias = alias; }

    std::future<Report> report;

    void start(const asio::any_io_executor& executor) {
        report = async(executor, asio::use_future);
    }

    /// Checks that the run measured its own server, and completely.
    void check() {
        const auto got = report.get();
        REQUIRE(got.has_value());
        CHECK(got->outcome == Outcome::completed);
        const auto& argv = sink.info.server_cmd;
        CHECK(std::count(argv.begin(), argv.end(), scenario.server.alias) == 1);
        CHECK(sink.samples.size() == suite.topics.size());
        CHECK(sink.finished == 1);
        CHECK(place.stopped == 1);
        REQUIRE(place.servers.size() == 1);
        CHECK_FALSE(test::group_lives(place.servers[0]));
    }
};

/// Runs of different lengths, which end at different times.
struct SeveralRuns {
    std::vector<std::unique_ptr<FutureRun>> runs;

    explicit SeveralRuns(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            auto& run = *runs.emplace_back(std::make_unique<FutureRun>("run" + std::to_string(i)));
            run.suite.topics.resize(2 + i, "steel");
        }
    }

    void start(const asio::any_io_executor& executor) {
        for (auto& run : runs) run->start(executor);
    }
    void check() {
        for (auto& run : runs) run->check();
        CHECK_FALSE(test::has_children());
    }
};

} // namespace

TEST_CASE("two runs on one io_context each measure their own server", "[embedding]") {
    asio::io_context context;
    SeveralRuns f(2);
    f.start(context.get_executor());
    context.run();
    f.check();
}

TEST_CASE("two runs on two threads each measure their own server", "[embedding]") {
    SeveralRuns f(2);
    std::vector<std::thread> threads;
    for (auto& run : f.runs) {
        threads.emplace_back([&run] {
            asio::io_context context(1);
            run->start(context.get_executor());
            context.run();
        });
    }
    for (auto& thread : threads) thread.join();
    f.check();
}

TEST_CASE("runs on an io_context that several threads run", "[embedding]") {
    asio::io_context context;
    SeveralRuns f(3);
    f.start(context.get_executor());
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&context] { context.run(); });
    for (auto& thread : threads) thread.join();
    f.check();
}

TEST_CASE("runs on a thread_pool", "[embedding]") {
    asio::thread_pool pool(4);
    SeveralRuns f(3);
    f.start(pool.get_executor());
    pool.join();
    f.check();
}

TEST_CASE("a run on a strand of a thread_pool can be cancelled on that strand", "[embedding]") {
    asio::thread_pool pool(4);
    const auto strand = asio::make_strand(pool);
    asio::cancellation_signal cancel;
    test::EmbeddedRun run;
    run.suite.topics.resize(1000, "steel");
    run.sink.before = [&](std::string_view call) -> Result<void> {
        if (call == "record" && run.sink.samples.size() == 1) {
            asio::post(strand, [&] { cancel.emit(asio::cancellation_type::terminal); });
        }
        return {};
    };
    std::promise<Report> promise;
    const auto done = [&](std::exception_ptr thrown, Report report) {
        if (thrown) return promise.set_exception(thrown);
        promise.set_value(std::move(report));
    };

    run.async(strand, asio::bind_cancellation_slot(cancel.slot(), done));
    const auto report = promise.get_future().get();
    pool.join();

    REQUIRE(report.has_value());
    CHECK(report->outcome == Outcome::interrupted);
    CHECK(run.sink.finished == 1);
    CHECK(run.sink.samples.size() < 1000);
    CHECK_FALSE(test::has_children());
}

TEST_CASE("a coroutine on a strand awaits a run", "[embedding]") {
    asio::thread_pool pool(4);
    test::EmbeddedRun run;

    auto report = asio::co_spawn(asio::make_strand(pool), run.task(), asio::use_future).get();

    REQUIRE(report.has_value());
    CHECK(report->outcome == Outcome::completed);
    CHECK(run.sink.samples.size() == 2);
    CHECK_FALSE(test::has_children());
}

TEST_CASE("a custom suite with the name of a built-in one has none of its traits") {
    test::EmbeddedRun run;
    run.suite.called = "medium-turns";
    const auto report = sync_wait(run.task());
    REQUIRE(report.has_value());
    CHECK(run.sink.info.suite == "medium-turns");
    CHECK_FALSE(run.sink.info.cache_prompt);
    const auto& argv = run.sink.info.server_cmd;
    CHECK(std::count(argv.begin(), argv.end(), "--no-cache-prompt") == 1);
}

} // namespace moebench
