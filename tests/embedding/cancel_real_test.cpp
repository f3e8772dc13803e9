// SPDX-License-Identifier: MIT
// A run on a real server, cancelled before the n-th handler of its io_context, for every n.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <iostream>
#include <optional>

#include <embedding/support/embedded.hpp>
#include <embedding/support/process_state.hpp>

namespace moebench {

namespace {

struct Ending {
    std::exception_ptr thrown;
    std::optional<Result<RunReport>> report;

    /// Cancelled before there was anything to report.
    bool aborted() const {
        if (!thrown) {
            return report->has_error() && report->error().code == asio::error::operation_aborted;
        }
        try {
            std::rethrow_exception(thrown);
        } catch (const boost::system::system_error& error) {
            return error.code() == asio::error::operation_aborted;
        } catch (...) {
        }
        return false;
    }
};

struct CancellableRun : test::EmbeddedRun {
    Ending ending;

    /// The signal ends before the context: it holds what the context owns.
    void start(asio::io_context& context, asio::cancellation_signal& signal) {
        const auto done = [this](std::exception_ptr thrown, Result<RunReport> report) {
            ending.thrown = thrown;
            ending.report.emplace(std::move(report));
        };
        async(context.get_executor(), asio::bind_cancellation_slot(signal.slot(), done));
    }
};

/// False if the run completed before its `step`-th handler.
bool cancelled_at(int step, CancellableRun& run) {
    asio::io_context context(1);
    asio::cancellation_signal signal;
    run.start(context, signal);
    for (int handled = 0; handled < step && context.run_one() != 0; ++handled) {
    }
    const bool cancelled = !run.ending.report;
    if (cancelled) signal.emit(asio::cancellation_type::terminal);
    context.run();
    return cancelled;
}

} // namespace

TEST_CASE("a run cancelled at any step leaves no server or descriptor, and its sink has finished",
          "[embedding]") {
    const auto descriptors = test::open_descriptors();
    int aborted = 0, interrupted = 0, in_the_end = 0, step = 0;
    // the number of handlers varies a little, because sockets split the replies differently
    for (int in_a_row = 0; in_a_row < 8; ++step) {
        INFO("cancelled at step " << step);
        CancellableRun run;
        const auto& place = run.place;
        const auto& sink = run.sink;
        auto& ending = run.ending;
        const bool cancelled = cancelled_at(step, run);
        in_a_row = cancelled ? 0 : in_a_row + 1;

        REQUIRE(ending.report);
        REQUIRE_FALSE(test::has_children());
        REQUIRE(place.stopped == static_cast<int>(place.servers.size()));
        for (const int group : place.servers) REQUIRE_FALSE(test::group_lives(group));
        REQUIRE(test::open_descriptors() == descriptors);
        REQUIRE(sink.finished == sink.begun);
        if (sink.begun == 0) {
            REQUIRE(ending.aborted());
            ++aborted;
            continue;
        }
        REQUIRE_FALSE(ending.thrown);
        const auto& report = ending.report->value();
        REQUIRE(sink.begun == 1);
        REQUIRE(sink.report->outcome == report.outcome);
        REQUIRE_FALSE(report.failure);
        const auto answered = std::count_if(sink.samples.begin(), sink.samples.end(),
                                            [](const auto& sample) { return sample.ok(); });
        REQUIRE(report.summary.requests == answered);
        // the last reply arrives before the run knows that there are no more requests
        if (answered < 2) REQUIRE(report.outcome == Outcome::interrupted);
        REQUIRE((report.outcome == Outcome::completed || cancelled));
        REQUIRE((report.outcome == Outcome::completed || report.outcome == Outcome::interrupted));
        if (report.outcome == Outcome::interrupted) ++interrupted;
        if (report.outcome == Outcome::completed && cancelled) ++in_the_end;
    }
    std::cout << "a run on a real server, cancelled at each of its steps 0.." << step - 9
              << ", completed without cancellation at " << step - 8 << ": " << aborted
              << " aborted before the suite, " << interrupted << " interrupted in it, "
              << in_the_end << " completed before the server had ended\n";
    CHECK(aborted > 0);
    CHECK(interrupted > 0);
}

TEST_CASE("a run cancelled while its server is stopped has completed", "[embedding]") {
    asio::io_context context(1);
    asio::cancellation_signal signal;
    CancellableRun run;
    run.hooks.progress = [&](const Progress& progress) {
        if (progress.stage != Stage::stopping) return;
        asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
    };

    run.start(context, signal);
    context.run();

    CHECK(run.ending.report.value().value().outcome == Outcome::completed);
    CHECK(run.sink.samples.size() == 2);
    CHECK(run.sink.finished == 1);
    CHECK(run.place.stopped == 1);
    CHECK_FALSE(test::has_children());
}

TEST_CASE("a run cancelled by its first hook ends like any other", "[embedding]") {
    asio::io_context context(1);
    asio::cancellation_signal signal;
    CancellableRun run;
    run.hooks.progress = [&](const Progress&) { signal.emit(asio::cancellation_type::terminal); };

    run.start(context, signal);
    context.run();

    REQUIRE(run.ending.report);
    CHECK(run.ending.aborted());
    CHECK(run.place.servers.empty());
    CHECK_FALSE(test::has_children());
}

} // namespace moebench
