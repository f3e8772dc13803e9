// SPDX-License-Identifier: MIT
// What a program's own suite, sink or hook throws reaches the program unchanged, and the server is
// gone.
#include <moebench/task.hpp>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <embedding/support/embedded.hpp>
#include <embedding/support/process_state.hpp>

namespace moebench {

namespace {

/// An exception type that nothing else throws.
struct Mine {
    std::string where;
};

/// A run in which something throws `Mine`.
struct ThrowingRun : test::EmbeddedRun {
    /// Waits for the run in one of the three possible ways.
    std::string thrown_by(std::string_view way) {
        try {
            if (way == "sync_wait") {
                (void)sync_wait(task());
            } else if (way == "co_await") {
                sync_wait(caught());
            } else {
                std::rethrow_exception(from_callback());
            }
        } catch (const Mine& mine) {
            return mine.where;
        }
        return "nothing";
    }

private:
    asio::awaitable<int> caught() {
        auto run = task();
        try {
            (void)co_await std::move(run);
        } catch (const Mine&) {
            if (test::has_children()) throw std::logic_error("thrown before the server was gone");
            throw;
        }
        co_return 0;
    }

    std::exception_ptr from_callback() {
        asio::io_context context;
        std::exception_ptr given;
        async(context.get_executor(), [&](std::exception_ptr thrown, const Result<RunReport>&) {
            given = thrown;
            CHECK_FALSE(test::has_children());
        });
        context.run();
        return given;
    }
};

} // namespace

TEST_CASE("what a suite or a sink throws reaches the caller once the server is gone",
          "[embedding]") {
    const std::string way = GENERATE("co_await", "sync_wait", "callback");
    const std::string where = GENERATE("suite", "begin", "record", "finish");
    INFO(where << " throws, " << way << " catches");
    const auto descriptors = test::open_descriptors();
    {
        ThrowingRun f;
        if (where == "suite") {
            f.suite.on_next = [](std::size_t number) {
                if (number == 1) throw Mine{"suite"};
            };
        } else {
            f.sink.before = [&](std::string_view call) -> Result<void> {
                if (call == where) throw Mine{where};
                return {};
            };
        }

        CHECK(f.thrown_by(way) == where);

        CHECK(f.sink.finished == f.sink.begun);
        CHECK(f.sink.begun == (where == "begin" ? 0 : 1));
        if (where == "suite") {
            CHECK(f.sink.samples.size() == 1);
            REQUIRE(f.sink.report);
            CHECK(f.sink.report->outcome == Outcome::failed);
        }
        CHECK(f.place.servers.size() == 1);
        CHECK(f.place.stopped == 1);
        CHECK_FALSE(test::has_children());
    }
    CHECK(test::open_descriptors() == descriptors);
}

TEST_CASE("the first of two exceptions reaches the caller", "[embedding]") {
    ThrowingRun f;
    f.suite.on_next = [](std::size_t) { throw Mine{"suite"}; };
    f.sink.before = [](std::string_view call) -> Result<void> {
        if (call == "finish") throw Mine{"finish"};
        return {};
    };
    f.hooks.progress = [](const Progress& progress) {
        if (progress.stage == Stage::stopping) throw Mine{"stopping"};
    };

    CHECK(f.thrown_by("co_await") == "suite");

    CHECK(f.sink.finished == 1);
    CHECK(f.place.stopped == 1);
    CHECK_FALSE(test::has_children());
}

TEST_CASE("what a hook throws reaches the caller once the server is gone", "[embedding]") {
    const std::string where =
        GENERATE("server_started", "loading", "measuring", "stopping", "server_stopped");
    INFO(where << " throws");
    ThrowingRun f;
    f.hooks.server_started = [&](int pid) {
        f.place.servers.push_back(pid);
        if (where == "server_started") throw Mine{where};
    };
    f.hooks.server_stopped = [&](int) {
        ++f.place.stopped;
        if (where == "server_stopped") throw Mine{where};
    };
    f.hooks.progress = [&](const Progress& progress) {
        const bool loading = progress.stage == Stage::loading && where == "loading";
        const bool measuring = progress.stage == Stage::measuring && where == "measuring";
        const bool stopping = progress.stage == Stage::stopping && where == "stopping";
        if (loading || measuring || stopping) throw Mine{where};
    };

    CHECK(f.thrown_by("co_await") == where);

    CHECK(f.sink.finished == f.sink.begun);
    CHECK(f.place.servers.size() == 1);
    CHECK(f.place.stopped == 1);
    CHECK_FALSE(test::has_children());
}

TEST_CASE("what a logger throws reaches the caller", "[embedding]") {
    ThrowingRun f;
    // a server that does not know a flag: this is logged before the server starts
    test::write_script(f.place.binary(), LLAMA_SIM " \"$@\" 2>&1 | grep -v -e --load-mode");
    f.scenario.server.load_mode = "mmap";
    f.hooks.logger = Logger([](LogLevel, std::string_view) { throw Mine{"logger"}; });

    CHECK(f.thrown_by("co_await") == "logger");

    CHECK(f.place.servers.empty());
    CHECK_FALSE(test::has_children());
}

} // namespace moebench
