// SPDX-License-Identifier: MIT
#include <moebench/suite_runner.hpp>
#include <moebench/suites/medium_turns.hpp>

#include <catch2/catch.hpp>

#include <stdexcept>

#include <support/fake_suite.hpp>
#include <support/fake_tokenizer.hpp>
#include <support/suite_run.hpp>

// How a run ends, and that measured samples are kept.
namespace moebench {

namespace {

using namespace std::chrono_literals;
using Catch::Contains;
using namespace test;

const auto always = [](std::size_t) { return true; };

/// Fails in the call `fails_in`; also counts the requests.
struct BrokenSink : MemorySink {
    std::string fails_in;
    /// How many requests had been sent when each sample arrived.
    std::vector<std::size_t> sent;
    const FakeChatClient& client;

    BrokenSink(const FakeChatClient& client_, std::string step)
        : fails_in(std::move(step)), client(client_) {}

    Result<void> begin(const RunInfo& begun) { return tell("begin", MemorySink::begin(begun)); }
    Result<void> record(const Sample& sample) {
        sent.push_back(client.requests.size());
        return tell("record", MemorySink::record(sample));
    }
    Result<void> finish(const RunInfo& info_, const RunReport& result) {
        return tell("finish", MemorySink::finish(info_, result));
    }

private:
    Result<void> tell(const std::string& step, Result<void> result) const {
        if (step == fails_in) return fail(Errc::output_failed, "no space in " + step);
        return result;
    }
};

} // namespace

TEST_CASE("a sample is in the sink before the next request is sent", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup_requests = 1;
    RepeatableSuite suite(f.clock);
    BrokenSink sink(f.client, "");

    f.run(suite, sink).value();

    CHECK(sink.sent == std::vector<std::size_t>{1, 2, 3, 4});
}

TEST_CASE("failure number N + 1 ends the run, and measured samples are kept", "[suite_runner]") {
    const int allowed = GENERATE(0, 1, 4);
    SuiteRun f;
    f.options.max_failures = allowed;
    f.options.repetitions = 100;
    f.client.change = http_errors([](std::size_t number) { return number > 0; });
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::too_many_failures);
    REQUIRE(report.failure);
    CHECK(report.failure->code == Errc::too_many_failures);
    CHECK_THAT(report.failure->context, Contains("out of luck") &&
                                            Contains(std::to_string(allowed + 1) + " failed") &&
                                            Contains(std::to_string(allowed) + " are tolerated"));
    CHECK(report.summary.requests == 1);
    CHECK(report.summary.failed_requests == allowed + 1);
    CHECK(f.sink.samples.size() == static_cast<std::size_t>(allowed) + 2);
    CHECK(f.sink.samples.back().status == RequestStatus::http_error);
    CHECK(f.sink.samples.back().http_status == 500);
    REQUIRE(f.sink.report);
    CHECK(f.sink.report->outcome == Outcome::too_many_failures);
}

TEST_CASE("the tolerated number of failures does not end a run", "[suite_runner]") {
    SuiteRun f;
    f.options.max_failures = 2;
    f.client.change = http_errors([](std::size_t number) { return number < 2; });
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::completed);
    CHECK(report.summary.requests == 1);
    CHECK(report.summary.failed_requests == 2);
}

TEST_CASE("a failed warm-up counts like any other failure", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = 1h;
    f.options.max_failures = 1;
    f.client.change = http_errors(always);
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::too_many_failures);
    CHECK(f.client.requests.size() == 2);
    CHECK(report.summary.warmup_s == 2);
    CHECK(report.summary.duration_s == 0);
}

TEST_CASE("medium-turns ends at its first failed turn, however many failures are tolerated",
          "[suite_runner]") {
    SuiteRun f;
    f.options.max_failures = 100;
    f.client.change = http_errors([](std::size_t number) { return number == 1; });
    FakeTokenizer tokenizer;
    SuiteSpec spec;
    spec.medium_turn_tokens = 300;
    MediumTurnsSuite suite(tokenizer, spec);

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::completed);
    CHECK(report.summary.requests == 1);
    CHECK(report.summary.failed_requests == 1);
    CHECK(f.client.requests.size() == 2);
}

TEST_CASE("a client that cannot go on ends the run, and its request is recorded as lost",
          "[suite_runner]") {
    const auto [code, outcome] = GENERATE(table<Errc, Outcome>(
        {{Errc::server_exited, Outcome::server_died}, {Errc::invalid_option, Outcome::failed}}));
    SuiteRun f;
    f.options.max_failures = 100;
    const Failure died = fail(code, "the server exited with code 9");
    f.client.change = [&](std::size_t number, ChatReply&) -> Result<void> {
        return number == 1 ? Result<void>(died) : Result<void>();
    };
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(report.outcome == outcome);
    REQUIRE(report.failure);
    CHECK(report.failure->code == code);
    CHECK(report.failure->context == "the server exited with code 9");
    REQUIRE(f.sink.samples.size() == 2);
    const auto& lost = f.sink.samples[1];
    CHECK(lost.status == RequestStatus::connection_lost);
    CHECK_THAT(lost.error, Contains("the server exited with code 9"));
    CHECK(lost.started_s == 1);
    CHECK(lost.latency_s == 1);
    CHECK(lost.prompt_index == 1);
    CHECK(report.summary.requests == 1);
    CHECK(report.summary.duration_s == 2);
    CHECK(f.sink.report);
}

TEST_CASE("a suite that cannot be prepared sends nothing", "[suite_runner]") {
    SuiteRun f;
    CalibratedSuite suite(f.clock);
    suite.preparing = 5s;
    suite.on_prepare = [] { return Result<void>(fail(Errc::token_target_unreachable, "short")); };

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::failed);
    REQUIRE(report.failure);
    CHECK(report.failure->code == Errc::token_target_unreachable);
    CHECK(report.summary.calibration_s == 5);
    CHECK(f.client.requests.empty());
    CHECK(f.sink.report);
}

TEST_CASE("a suite that fails between requests ends the run with its failure", "[suite_runner]") {
    SuiteRun f;
    RepeatableSuite suite(f.clock);
    suite.on_next = [](std::size_t number) -> Result<void> {
        return number == 2 ? Result<void>(fail(Errc::http_status, "503")) : Result<void>();
    };

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::failed);
    REQUIRE(report.failure);
    CHECK(report.failure->context == "503");
    CHECK(f.sink.samples.size() == 2);
    CHECK(report.summary.duration_s == 2);
}

TEST_CASE("an exception from a suite is thrown on after the sink has finished", "[suite_runner]") {
    const bool standard = GENERATE(true, false);
    SuiteRun f;
    RepeatableSuite suite(f.clock);
    suite.on_next = [standard](std::size_t number) -> Result<void> {
        if (number == 1 && standard) throw std::runtime_error("out of topics");
        if (number == 1) throw 42;
        return {};
    };

    if (standard) {
        CHECK_THROWS_WITH(f.run(suite), "out of topics");
    } else {
        CHECK_THROWS_AS(f.run(suite), int);
    }

    CHECK(f.sink.samples.size() == 1);
    REQUIRE(f.sink.report);
    CHECK(f.sink.report->outcome == Outcome::failed);
    REQUIRE(f.sink.report->failure);
    CHECK(f.sink.report->failure->code == Errc::suite_failed);
    if (standard) CHECK(f.sink.report->failure->context == "out of topics");
}

TEST_CASE("a sink that cannot begin is a failure before anything is sent", "[suite_runner]") {
    SuiteRun f;
    BrokenSink sink(f.client, "begin");
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite, sink);

    CHECK(report.error().context == "no space in begin");
    CHECK(f.client.requests.empty());
    CHECK_FALSE(sink.report);
}

TEST_CASE("a sink that cannot record or finish fails the run", "[suite_runner]") {
    const auto [step, requests] =
        GENERATE(table<std::string, std::size_t>({{"record", 1}, {"finish", 3}}));
    SuiteRun f;
    BrokenSink sink(f.client, step);
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite, sink).value();

    CHECK(report.outcome == Outcome::failed);
    REQUIRE(report.failure);
    CHECK(report.failure->code == Errc::output_failed);
    CHECK(report.failure->context == "no space in " + step);
    CHECK(f.client.requests.size() == requests);
    CHECK(sink.report); // finished anyway
}

TEST_CASE("the first failure is the one that is reported", "[suite_runner]") {
    SuiteRun f;
    f.client.change = http_errors(always);
    BrokenSink sink(f.client, "finish");
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite, sink).value();

    CHECK(report.outcome == Outcome::too_many_failures);
    CHECK(report.failure->code == Errc::too_many_failures);
}

TEST_CASE("a sink gets the suite's name unless the caller gives another", "[suite_runner]") {
    SuiteRun f;
    RepeatableSuite suite(f.clock);
    auto runner = f.runner();
    RunInfo info;
    info.suite = GENERATE("", "mine");

    run_coroutine(f.clock, runner.run(suite, f.sink, info)).value();

    CHECK(f.sink.info.suite == (info.suite.empty() ? "fake" : "mine"));
}

} // namespace moebench
