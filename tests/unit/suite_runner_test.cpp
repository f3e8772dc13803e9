// SPDX-License-Identifier: MIT
#include <moebench/suite_runner.hpp>
#include <moebench/suites/prompt_list.hpp>

#include <catch2/catch.hpp>

#include <support/fake_suite.hpp>
#include <support/suite_run.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using Catch::WithinAbs;
using Indices = std::vector<std::int64_t>;
using namespace test;

static_assert(!ChatClient<int>);

} // namespace

TEST_CASE("the original script's window: checked before each request, after the first pass",
          "[suite_runner]") {
    const auto [duration, asked] = GENERATE(table<Duration, std::string>({
        {0s, "0 1 2 "},
        {2s, "0 1 2 "}, // over in the first pass
        {3s, "0 1 2 "},
        {3001ms, "0 1 2 0 "},
        {4500ms, "0 1 2 0 1 "},
        {5s, "0 1 2 0 1 "},
        {6s, "0 1 2 0 1 2 "},
    }));
    CAPTURE(duration.count());
    SuiteRun f;
    f.options.duration = duration;
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::completed);
    CHECK_FALSE(report.failure);
    CHECK(f.asked() == asked);
    CHECK(report.summary.duration_s == static_cast<double>(f.client.requests.size()));
}

TEST_CASE("repetitions are passes, whatever the duration", "[suite_runner]") {
    SuiteRun f;
    f.options.duration = GENERATE(0s, 100s);
    f.options.repetitions = 2;
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::completed);
    CHECK(f.asked() == "0 1 2 0 1 2 ");
    CHECK(report.summary.requests == 6);
}

TEST_CASE("a suite that cannot start over runs once", "[suite_runner]") {
    SuiteRun f;
    f.options.duration = 100s;
    if (GENERATE(false, true)) f.options.repetitions = 3;
    OneWaySuite suite(f.clock);

    CHECK(f.run(suite).outcome == Outcome::completed);

    CHECK(f.asked() == "0 1 2 ");
}

TEST_CASE("a conversation is repeated by count and never by time", "[suite_runner]") {
    SuiteRun f;
    f.options.duration = 100s;
    ConversationSuite suite(f.clock);

    SECTION("by time") {
        f.run(suite);
        CHECK(f.asked() == "0 1 2 ");
    }
    SECTION("by count") {
        f.options.repetitions = 2;
        f.run(suite);
        CHECK(f.asked() == "0 1 2 0 1 2 ");
    }
}

TEST_CASE("a suite without a prompt is an error that names it", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = GENERATE(0s, 10s);
    RepeatableSuite suite(f.clock, 0);

    const auto report = f.run(suite);

    CHECK(report.outcome == Outcome::failed);
    REQUIRE(report.failure);
    CHECK(report.failure->code == Errc::empty_suite);
    CHECK(report.failure->context == "suite fake has no prompt");
    CHECK(f.sink.report);
}

TEST_CASE("a sample has its prompt, its name and its start time", "[suite_runner]") {
    SuiteRun f;
    f.options.repetitions = 2;
    f.clock.advance(7s);
    auto named = ChatRequest::from_user("a 0");
    named.name = "first";
    named.facts = {{"turn", 9}};
    PromptListSuite suite("list", {named, ChatRequest::from_user("b 1")});

    f.run(suite);

    REQUIRE(f.sink.samples.size() == 4);
    CHECK(f.indices(Phase::measured) == Indices{0, 1, 0, 1});
    CHECK(f.sink.samples[0].name == "first");
    CHECK(f.sink.samples[0].facts == Facts{{"turn", 9}});
    CHECK(f.sink.samples[1].name.empty());
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK_THAT(f.sink.samples[i].started_s, WithinAbs(static_cast<double>(i), 1e-9));
        CHECK_THAT(f.sink.samples[i].latency_s, WithinAbs(1, 1e-9));
    }
}

TEST_CASE("only options that a suite left unset are filled in", "[suite_runner]") {
    SuiteRun f;
    f.options.max_tokens = 77;
    f.options.cache_prompt = true;
    f.options.model = "alias";
    f.options.stream = false;
    f.options.seed = 5;
    f.options.ignore_eos = true;
    f.options.extra_body = R"({"a": 1})";
    f.options.request_timeout = 9s;
    auto own = ChatRequest::from_user("own 1");
    own.max_tokens = 3;
    own.cache_prompt = false;
    PromptListSuite suite("list", {ChatRequest::from_user("open 0"), own});

    f.run(suite);

    REQUIRE(f.client.requests.size() == 2);
    const auto& open = f.client.requests[0];
    CHECK(open.max_tokens == 77);
    CHECK(open.cache_prompt == true);
    CHECK(open.model == "alias");
    CHECK_FALSE(open.stream);
    CHECK(open.seed == 5);
    CHECK(open.ignore_eos);
    CHECK(open.extra_body == R"({"a": 1})");
    CHECK(open.timeout == Duration(9s));
    CHECK(f.client.requests[1].max_tokens == 3);
    CHECK(f.client.requests[1].cache_prompt == false);
}

TEST_CASE("a warm-up by time is that of the original script, and the suite starts over after it",
          "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = 4500ms;
    f.options.warmup_tokens = 8;
    f.options.max_tokens = 100;
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(f.asked() == "0 1 2 0 1 0 1 2 "); // five for the warm-up, then from the first prompt
    CHECK(f.indices(Phase::warmup) == Indices{0, 1, 2, 0, 1});
    CHECK(f.indices(Phase::measured) == Indices{0, 1, 2});
    CHECK(f.client.requests[4].max_tokens == 8);
    CHECK(f.client.requests[5].max_tokens == 100);
    CHECK(report.summary.warmup_requests == 5);
    CHECK(report.summary.warmup_s == 5);
    CHECK(report.summary.requests == 3);
    CHECK(report.summary.duration_s == 3);
    CHECK_THAT(f.sink.samples[5].started_s, WithinAbs(0, 1e-9));
}

TEST_CASE("a warm-up by count wins over one by time", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = 100s;
    f.options.warmup_requests = 4;
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(f.window == std::vector<std::size_t>{4, 7}); // requests before it begins and ends
    CHECK(f.indices(Phase::warmup) == Indices{0, 1, 2, 0});
    CHECK(f.indices(Phase::measured) == Indices{0, 1, 2});
    CHECK(report.summary.warmup_s == 4);
}

TEST_CASE("a warm-up of zero requests is skipped", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = 100s;
    f.options.warmup_requests = 0;
    RepeatableSuite suite(f.clock);

    const auto report = f.run(suite);

    CHECK(f.indices(Phase::warmup).empty());
    CHECK(report.summary.warmup_s == 0);
    CHECK(f.told.front().stage == Stage::measuring);
}

TEST_CASE("a conversation is warmed up by count only, with a prompt that is not its own",
          "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = 100s;
    WarmableConversation suite(f.clock);

    SECTION("not by time") {
        f.run(suite);
        CHECK(f.asked() == "0 1 2 ");
    }
    SECTION("by count") {
        f.options.warmup_requests = 2;
        f.run(suite);
        CHECK(f.asked() == "up up 0 1 2 ");
    }
}

TEST_CASE("measured requests are the same with and without the suite's own warm-up",
          "[suite_runner]") { // bench: the salts of the first pass
    SuiteRun f;
    f.options.warmup_requests = GENERATE(0, 2);
    WarmableConversation suite(f.clock);
    std::vector<int> rewinds;
    suite.on_next = [&](std::size_t) {
        rewinds.push_back(suite.rewinds);
        return Result<void>();
    };

    f.run(suite);

    CHECK(rewinds == std::vector<int>{0, 0, 0, 0});
}

TEST_CASE("a suite that cannot start over is not used for the warm-up", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = 100s;
    if (GENERATE(false, true)) f.options.warmup_requests = 2;
    OneWaySuite suite(f.clock);

    f.run(suite);

    CHECK(f.asked() == "0 1 2 ");
    CHECK(f.indices(Phase::measured) == Indices{0, 1, 2});
}

TEST_CASE("time spent in the suite counts as calibration, not as the window", "[suite_runner]") {
    SuiteRun f;
    CalibratedSuite suite(f.clock);
    suite.asking = 2s;
    suite.preparing = 5s;
    f.options.warmup_requests = 1;

    const auto report = f.run(suite);

    CHECK(report.summary.duration_s == 3);                   // three requests
    CHECK(report.summary.duration_with_calibration_s == 11); // asked four times
    CHECK(report.summary.calibration_s == 13);               // prepared once
    CHECK(report.summary.warmup_s == 3); // with its own, as in the original script
    CHECK(report.summary.facts == Facts{{"fake_tokens", 42}});
    CHECK_THAT(f.sink.samples[1].latency_s, WithinAbs(1, 1e-9));
    CHECK_THAT(f.sink.samples[1].started_s, WithinAbs(2, 1e-9));
}

TEST_CASE("progress is reported at every stage and after every request", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup = 1s;
    f.options.duration = 3s;
    f.options.max_failures = 1;
    f.client.change = http_errors([](std::size_t number) { return number == 2; });
    CalibratedSuite suite(f.clock);

    f.run(suite);

    std::vector<std::tuple<Stage, int, int>> told;
    for (const auto& p : f.told) told.emplace_back(p.stage, p.requests, p.failed);
    CHECK(told == decltype(told){{Stage::calibrating, 0, 0},
                                 {Stage::warming_up, 0, 0},
                                 {Stage::warming_up, 1, 0},
                                 {Stage::measuring, 0, 0},
                                 {Stage::measuring, 1, 0},
                                 {Stage::measuring, 2, 1},
                                 {Stage::measuring, 3, 1}});
    CHECK_FALSE(f.told[0].expected);
    CHECK(f.told[1].expected == Duration(1s));
    CHECK(f.told[6].expected == Duration(3s));
    CHECK(f.told[6].since - f.told[1].since == 1s);
}

TEST_CASE("a stage without a time limit has no expected duration", "[suite_runner]") {
    SuiteRun f;
    f.options.warmup_requests = 1;
    f.options.repetitions = 1;
    RepeatableSuite suite(f.clock);

    f.run(suite);

    for (const auto& progress : f.told) CHECK_FALSE(progress.expected);
}

} // namespace moebench
