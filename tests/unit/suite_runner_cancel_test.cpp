// SPDX-License-Identifier: MIT
#include <moebench/suite_runner.hpp>

#include <catch2/catch.hpp>

#include <support/fake_suite.hpp>
#include <support/suite_run.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using namespace test;

/// A run that the test can look at and cancel.
template <class S> struct WatchedRun : SuiteRun {
    S suite{clock};
    std::optional<Runner> owned;
    asio::io_context context;
    std::optional<Running<Result<RunReport>>> running;

    void start() {
        owned.emplace(runner());
        running.emplace(context, owned->run(suite, sink));
        running->poll();
    }
    void advance(Duration duration) {
        clock.advance(duration);
        running->poll();
    }
    RunReport cancel() {
        running->cancel();
        running->poll();
        return running->get().value();
    }
};

} // namespace

TEST_CASE("a run cancelled during a reply keeps what it has measured", "[suite_runner]") {
    WatchedRun<RepeatableSuite> f;
    f.start();
    f.advance(1s);

    f.clock.advance(500ms);
    const auto report = f.cancel();

    CHECK(report.outcome == Outcome::interrupted);
    CHECK_FALSE(report.failure);
    REQUIRE(f.sink.samples.size() == 2);
    CHECK(f.sink.samples[0].ok());
    CHECK(f.sink.samples[1].status == RequestStatus::cancelled);
    CHECK(f.client.requests.size() == 2);
    CHECK(report.summary.duration_s == 1.5);
    REQUIRE(f.sink.report);
    CHECK(f.sink.report->outcome == Outcome::interrupted);
}

TEST_CASE("a run cancelled during the warm-up has measured nothing", "[suite_runner]") {
    WatchedRun<RepeatableSuite> f;
    f.options.warmup = 10s;
    f.start();
    f.advance(1s);

    f.clock.advance(500ms);
    const auto report = f.cancel();

    CHECK(report.outcome == Outcome::interrupted);
    CHECK(report.summary.warmup_s == 1.5);
    CHECK(report.summary.duration_s == 0);
    CHECK(f.indices(Phase::measured).empty());
    CHECK(f.sink.report);
}

TEST_CASE("time in the suite does not count as measured if the run is cancelled in it",
          "[suite_runner]") {
    WatchedRun<RepeatableSuite> f;
    f.suite.asking = 4s;
    f.start();
    f.advance(4s);
    f.advance(1s);

    f.clock.advance(3s); // the suite would need four again
    const auto report = f.cancel();

    CHECK(report.outcome == Outcome::interrupted);
    CHECK_FALSE(report.failure);
    CHECK(f.client.requests.size() == 1);
    CHECK(report.summary.duration_s == 1);
    CHECK(report.summary.calibration_s == 7);
    CHECK(report.summary.duration_with_calibration_s == 8);
    CHECK(f.sink.report);
}

TEST_CASE("a run cancelled before its first request is interrupted", "[suite_runner]") {
    WatchedRun<CalibratedSuite> f;
    f.suite.preparing = 9s;
    f.start();

    f.clock.advance(5s);
    const auto report = f.cancel();

    CHECK(report.outcome == Outcome::interrupted);
    CHECK(f.client.requests.empty());
    CHECK(report.summary.calibration_s == 5);
    CHECK(report.summary.duration_s == 0);
    CHECK(report.summary.warmup_s == 0);
    CHECK(f.sink.report);
}

TEST_CASE("async_run completes a callback and can be cancelled by its slot", "[suite_runner]") {
    SuiteRun f;
    RepeatableSuite suite(f.clock);
    auto runner = f.runner();
    asio::io_context context;
    asio::cancellation_signal cancel;
    std::optional<Outcome> outcome;
    const auto done = [&](std::exception_ptr thrown, Result<RunReport> report) {
        CHECK_FALSE(thrown);
        outcome = report.value().outcome;
    };

    runner.async_run(context.get_executor(), suite, f.sink,
                     asio::bind_cancellation_slot(cancel.slot(), done));
    context.poll();
    CHECK_FALSE(outcome);

    SECTION("to its end") {
        while (f.clock.advance_to_next()) {
            context.restart();
            context.poll();
        }
        CHECK(outcome == Outcome::completed);
        CHECK(f.sink.samples.size() == 3);
    }
    SECTION("cancelled") {
        cancel.emit(asio::cancellation_type::terminal);
        context.restart();
        context.poll();
        CHECK(outcome == Outcome::interrupted);
        CHECK(f.sink.report);
    }
}

} // namespace moebench
