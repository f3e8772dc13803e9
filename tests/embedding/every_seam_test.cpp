// SPDX-License-Identifier: MIT
// A run in virtual time: cancelled, and failed, at the n-th call into its parts, for every n; and
// cancelled before each handler of its io_context.
#include <moebench/store/memory_sink.hpp>
#include <moebench/suite_runner.hpp>
#include <moebench/suites/bench.hpp>
#include <moebench/suites/detail/bench_text.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <iostream>
#include <string>

#include <support/fake_chat_client.hpp>
#include <support/fake_clock.hpp>
#include <support/fake_tokenizer.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

/// Every call of the run into tokenizer, client or sink is counted here first.
struct Seams {
    int calls = 0;
    /// The call, from 0, in which `strike` runs.
    int at = -1;
    std::function<Result<void>()> strike;
    std::string struck;

    Result<void> call(const std::string& name) {
        if (calls++ != at) return {};
        struck = name;
        return strike();
    }
};

struct SeamTokenizer {
    Seams& seams;
    test::FakeTokenizer words{};

    Task<std::size_t> count_tokens(std::string text) {
        const auto executor = co_await asio::this_coro::executor;
        co_await asio::post(executor, asio::use_awaitable);
        if (auto called = seams.call("count_tokens"); !called) co_return called.error();
        co_return co_await words.count_tokens(std::move(text));
    }
    Task<std::string> apply_template(std::vector<Message> messages) {
        const auto executor = co_await asio::this_coro::executor;
        co_await asio::post(executor, asio::use_awaitable);
        if (auto called = seams.call("apply_template"); !called) co_return called.error();
        co_return messages.back().content;
    }
};

struct SeamClient {
    Seams& seams;
    test::FakeChatClient client;

    Task<ChatReply> chat(ChatRequest request) {
        if (auto called = seams.call("chat"); !called) co_return called.error();
        co_return co_await client.chat(std::move(request));
    }
};

struct SeamSink {
    Seams& seams;
    MemorySink kept{};
    int begun = 0, finished = 0;

    Result<void> begin(const RunInfo& info) {
        if (auto called = seams.call("begin"); !called) return called;
        ++begun;
        return kept.begin(info);
    }
    Result<void> record(const Sample& sample) {
        auto called = seams.call("record");
        if (!called) return called;
        return kept.record(sample);
    }
    Result<void> finish(const RunInfo& info, const RunReport& report) {
        ++finished;
        if (auto called = seams.call("finish"); !called) return called;
        return kept.finish(info, report);
    }
};

/// A bench suite of two prompts after a warm-up, in virtual time.
struct SeamRun {
    Seams seams;
    test::FakeClock clock;
    SeamTokenizer tokenizer{seams};
    SeamClient client{seams, {clock, std::chrono::seconds(1), {}, {}}};
    SeamSink sink{seams};
    BenchSuite<SeamTokenizer> suite{tokenizer, spec(), detail::bench_text()};
    SuiteRunner<SeamClient, test::FakeClock> runner{client, options(), {}, clock};
    asio::io_context context;
    test::Running<Result<RunReport>> running{context, runner.run(suite, sink)};

    static SuiteSpec spec() {
        SuiteSpec result;
        result.pp = {64};
        result.tg = {8};
        result.depth = {0, 128};
        return result;
    }
    static RunOptions options() {
        RunOptions result;
        result.repetitions = 1;
        result.warmup_requests = 1;
        return result;
    }

    /// Runs up to its `step`-th handler, or to its end. Moves the time when nothing else can run.
    void go_to(int step) {
        for (int handled = 0; handled < step && !running.done();) {
            context.restart();
            if (context.poll_one() != 0) {
                ++handled;
            } else if (!clock.advance_to_next()) {
                FAIL("the run makes no progress");
            }
        }
    }
    Result<RunReport> end() {
        go_to(1'000'000);
        return running.get();
    }
};

/// A cancelled run that had begun gives a report, and its measured samples are in the sink.
void check_interrupted(SeamRun& run, const Result<RunReport>& report, Outcome expected) {
    REQUIRE(report.has_value());
    REQUIRE(report->outcome == expected);
    REQUIRE_FALSE(report->failure);
    REQUIRE(run.sink.begun == 1);
    REQUIRE(run.sink.finished == 1);
    REQUIRE(run.sink.kept.report);
    REQUIRE(run.sink.kept.report->outcome == expected);
    const auto asked = run.client.client.requests.size();
    REQUIRE(run.sink.kept.samples.size() <= asked);
    REQUIRE(run.sink.kept.samples.size() + 1 >= asked);
    REQUIRE(run.clock.sleepers() == 0);
}

int all_calls() {
    SeamRun run;
    REQUIRE(run.end().value().outcome == Outcome::completed);
    return run.seams.calls;
}

} // namespace

TEST_CASE("a run cancelled at any call into its client, tokenizer or sink is interrupted",
          "[embedding]") {
    const int calls = all_calls();
    // not in begin: the run has waited for nothing yet, and co_spawn of Boost 1.81 loses the result
    for (int n = 1; n < calls; ++n) {
        SeamRun run;
        run.seams.at = n;
        run.seams.strike = [&run]() -> Result<void> {
            run.running.cancel();
            return {};
        };

        INFO("cancelled at call " << n);
        const auto report = run.end();

        INFO(run.seams.struck);
        // after the last call, finish, the run waits for nothing more
        const bool over = n == calls - 1;
        check_interrupted(run, report, over ? Outcome::completed : Outcome::interrupted);
    }
    std::cout << "a run in virtual time, cancelled at each of its calls 1.." << calls - 1 << '\n';
}

TEST_CASE("a run cancelled before any handler of its io_context is interrupted", "[embedding]") {
    int step = 0;
    for (bool cancelled = true; cancelled; ++step) {
        INFO("cancelled before handler " << step);
        SeamRun run;
        run.go_to(step);
        cancelled = !run.running.done();
        run.running.cancel();
        run.go_to(1'000'000);
        check_interrupted(run, run.running.get(),
                          cancelled ? Outcome::interrupted : Outcome::completed);
    }
    std::cout << "a run in virtual time, cancelled before each of its handlers 0.." << step - 2
              << ", completed at " << step - 1 << '\n';
}

TEST_CASE("a run that fails at any call into its client, tokenizer or sink reports the failure",
          "[embedding]") {
    const int calls = all_calls();
    for (int n = 0; n < calls; ++n) {
        SeamRun run;
        run.seams.at = n;
        run.seams.strike = [] { return Result<void>(fail(Errc::http_status, "struck")); };

        const auto report = run.end();

        INFO("failed at call " << n << ", " << run.seams.struck);
        if (run.seams.struck == "begin") {
            REQUIRE(report.has_error());
            REQUIRE(report.error().code == Errc::http_status);
            REQUIRE(run.sink.finished == 0);
            continue;
        }
        REQUIRE(report.has_value());
        REQUIRE(report->outcome == Outcome::failed);
        REQUIRE(report->failure);
        REQUIRE(report->failure->code == Errc::http_status);
        REQUIRE(report->failure->context.find("struck") != std::string::npos);
        REQUIRE(run.sink.finished == 1);
        const auto answered = run.client.client.requests.size();
        const std::size_t lost = run.seams.struck == "chat" ? 1 : 0;
        const std::size_t unkept = run.seams.struck == "record" ? 1 : 0;
        REQUIRE(run.sink.kept.samples.size() == answered + lost - unkept);
    }
    std::cout << "a run in virtual time, failed at each of its calls 0.." << calls - 1 << '\n';
}

} // namespace moebench
