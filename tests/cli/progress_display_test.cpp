// SPDX-License-Identifier: MIT
#include "progress_display.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace moebench;
using namespace moebench::cli;
using namespace std::chrono_literals;

namespace {

const TimePoint start = TimePoint(1000s);

Progress at(Stage stage, TimePoint since = start) {
    Progress progress;
    progress.stage = stage;
    progress.since = since;
    return progress;
}

Progress measuring(std::int64_t requests = 0, std::int64_t failed = 0) {
    Progress progress = at(Stage::measuring);
    progress.requests = requests;
    progress.failed = failed;
    progress.expected = 60s;
    return progress;
}

/// A display whose output can be read.
struct Screen {
    std::string out;
    ProgressDisplay display;

    explicit Screen(ProgressStyle style)
        : display(style, "multi", 80, [this](std::string_view text) { out += text; }) {}
};

} // namespace

TEST_CASE("a bar shows stage, suite, time, requests and failures", "[progress_display]") {
    CHECK(render_bar(measuring(12, 1), "multi", start + 30s, 100) ==
          "measuring multi  [##########..........]  0:30 of 1:00, 12 requests, 1 failed");
    CHECK(render_bar(measuring(1), "multi", start, 100) ==
          "measuring multi  [....................]  0:00 of 1:00, 1 request");
}

TEST_CASE("a stage of unknown length has no bar", "[progress_display]") {
    CHECK(render_bar(at(Stage::loading), "multi", start + 3725s, 100) ==
          "loading the model  1:02:05");
}

TEST_CASE("a run that takes longer than its time has a full bar", "[progress_display]") {
    CHECK(render_bar(measuring(2), "long", start + 90s, 100) ==
          "measuring long  [####################]  1:30 of 1:00, 2 requests");
}

TEST_CASE("the bar of a run by count shows its requests", "[progress_display]") {
    Progress progress = measuring(3);
    progress.expected.reset();
    progress.expected_requests = 12;

    CHECK(render_bar(progress, "multi", start + 5s, 100) ==
          "measuring multi  [#####...............]  0:05, 3 of 12 requests");
}

TEST_CASE("a bar is never wider than the terminal", "[progress_display]") {
    for (std::size_t columns : {0U, 1U, 10U, 40U, 79U}) {
        CHECK(render_bar(measuring(12, 1), "multi", start + 30s, columns).size() <= columns);
    }
}

TEST_CASE("style lines prints at each stage and every ten seconds", "[progress_display]") {
    Screen f(ProgressStyle::lines);

    f.display.update(measuring(), start);
    f.display.update(measuring(5), start + 1s);
    f.display.tick(start + 9s);
    CHECK(f.out == "moebench: measuring multi: 0:00 of 1:00, 0 requests\n");

    f.out.clear();
    f.display.tick(start + 10s);
    f.display.tick(start + 11s);
    CHECK(f.out == "moebench: measuring multi: 0:10 of 1:00, 5 requests\n");

    f.out.clear();
    f.display.update(at(Stage::stopping, start + 12s), start + 12s);
    f.display.finish();
    CHECK(f.out == "moebench: stopping the server: 0:00\n");
}

TEST_CASE("style sparse_lines prints every ten seconds, at any stage", "[progress_display]") {
    Screen f(ProgressStyle::sparse_lines);

    f.display.update(at(Stage::loading), start);
    f.display.tick(start);
    f.display.update(measuring(), start + 1s);
    f.display.tick(start + 9s);
    CHECK(f.out.empty());

    f.display.tick(start + 10s);
    f.display.tick(start + 11s);
    CHECK(f.out == "moebench: measuring multi: 0:10 of 1:00, 0 requests\n");
}

TEST_CASE("a bar is redrawn in place, and removed for messages", "[progress_display]") {
    Screen f(ProgressStyle::bar);

    f.display.tick(start);
    f.display.update(measuring(), start);
    CHECK(f.out.empty());

    f.display.tick(start);
    CHECK(f.out.starts_with("\r\x1b[Kmeasuring multi"));
    CHECK(f.out.find('\n') == std::string::npos);

    f.display.update(measuring(1), start);
    f.out.clear();
    f.display.message("moebench: warning: x");
    CHECK(f.out == "\r\x1b[Kmoebench: warning: x\n");

    f.out.clear();
    f.display.tick(start + 1s);
    f.display.finish();
    f.display.tick(start + 2s);
    CHECK(f.out.ends_with("1 request\r\x1b[K"));
}

TEST_CASE("style silent prints messages only", "[progress_display]") {
    Screen f(ProgressStyle::silent);

    f.display.update(measuring(), start);
    f.display.tick(start + 60s);
    f.display.message("note");
    f.display.finish();

    CHECK(f.out == "note\n");
}
