// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/comparison_runner.hpp>
#include <moebench/store/comparison_codec.hpp>

#include <catch2/catch.hpp>

#include <support/fake_clock.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

using test::FakeClock;
using test::measured;
using test::run_coroutine;
using test::Running;

namespace {

using namespace std::chrono_literals;

/// Boots take ten seconds of virtual time; `change` may turn a good record into another one.
struct FakeBooter {
    FakeClock clock;
    std::function<Result<void>(std::size_t number, BootRecord& record)> change;
    std::vector<PlannedBoot> booted;

    Task<BootRecord> boot(PlannedBoot planned, AnswerScript& script) {
        const auto number = booted.size();
        booted.push_back(planned);
        co_await clock.sleep_for(10s);
        BootRecord record = measured(planned.name, planned.block, 1000);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            record.outcome = Outcome::interrupted;
            co_return record;
        }
        if (planned.purpose == BootPurpose::preliminary) {
            if (script.prompts.empty()) script.prompts = {{"base", {1}, {2}, "x"}};
            record.answers = AnswerRecord{};
        }
        if (change) {
            if (auto changed = change(number, record); !changed) co_return changed.error();
        }
        co_return record;
    }
};
static_assert(Booter<FakeBooter>);
static_assert(!Booter<int>);

/// Keeps its lines in memory; after `writes_left` writes the next one fails.
struct FakeJournal {
    std::vector<std::string> lines;
    int writes_left = 1000;

    Result<void> begin(const ExperimentFacts& facts, const AnswerScript& known,
                       std::span<const BootRecord> earlier) {
        if (auto kept = keep(encode_experiment_line(facts)); !kept) return kept;
        if (!known.prompts.empty()) {
            if (auto kept = script(known); !kept) return kept;
        }
        for (const auto& record : earlier) {
            if (auto kept = boot(record); !kept) return kept;
        }
        return {};
    }
    Result<void> script(const AnswerScript& made) { return keep(encode_script_line(made)); }
    Result<void> boot(const BootRecord& record) { return keep(encode_boot_line(record)); }

    std::string text() const {
        std::string all;
        for (const auto& line : lines) all += line + "\n";
        return all;
    }

private:
    Result<void> keep(std::string line) {
        if (writes_left-- == 0) return fail(Errc::output_failed, "disk full");
        lines.push_back(std::move(line));
        return {};
    }
};
static_assert(ComparisonJournal<FakeJournal>);

Experiment experiment_of(int boots = 3) {
    Experiment experiment;
    experiment.arms = {Arm("a", ServerConfig()), Arm("b", ServerConfig())};
    experiment.boots = {.min_boots = boots, .max_boots = boots};
    experiment.scenario.run.repetitions = 1;
    return experiment;
}

struct Comparing {
    FakeBooter booter;
    FakeJournal journal;
    std::vector<ComparisonProgress> told;

    Result<ComparisonResult> run(const Experiment& experiment,
                                 ComparisonResult earlier = ComparisonResult()) {
        ComparisonRunner runner(
            booter, experiment,
            [this](const ComparisonProgress& progress) { told.push_back(progress); }, booter.clock);
        return run_coroutine(booter.clock, runner.run(journal, std::move(earlier)));
    }
};

Result<void> interrupt() { return fail(asio::error::operation_aborted, ""); }

} // namespace

TEST_CASE("all boots of the plan run in order, and each is written when it ends",
          "[comparison_runner]") {
    Comparing comparing;
    const auto experiment = experiment_of();
    const auto result = comparing.run(experiment).value();

    CHECK(result.end == ComparisonEnd::completed);
    const auto plan = planned_boots(experiment);
    REQUIRE(comparing.booter.booted.size() == plan.size());
    REQUIRE(result.boots.size() == plan.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
        CHECK(comparing.booter.booted[i].name == plan[i].name);
        CHECK(result.boots[i].arm == plan[i].name);
        CHECK(result.boots[i].block == plan[i].block);
        CHECK(result.boots[i].started_s == Approx(10 * double(i)));
        CHECK(result.boots[i].took_s == Approx(10));
    }
    // the experiment, the first boot's script, and the boots
    CHECK(comparing.journal.lines.size() == plan.size() + 2);
    CHECK(result.tested.metrics.size() == 2);
    CHECK(result.took_s == Approx(10 * double(plan.size())));
}

TEST_CASE("progress reports finished boots, and the remaining time once it is known",
          "[comparison_runner]") {
    Comparing comparing;
    comparing.run(experiment_of()).value();
    REQUIRE(comparing.told.size() == 9); // two arms, the baseline again, three blocks of two
    CHECK_FALSE(comparing.told[0].remaining);
    CHECK(comparing.told[8].boots_done == 8);
    CHECK(comparing.told[8].boots_planned == 9);
    REQUIRE(comparing.told[8].remaining);
    CHECK(to_seconds(*comparing.told[8].remaining) == Approx(10));
}

TEST_CASE("a failed arm ends the comparison and keeps what was measured", "[comparison_runner]") {
    Comparing comparing;
    comparing.booter.change = [](std::size_t number, BootRecord& record) -> Result<void> {
        if (number < 5) return {};
        record.outcome = Outcome::server_died;
        record.failure = "the server exited with code 1";
        return {};
    };
    const auto result = comparing.run(experiment_of()).value();
    CHECK(result.end == ComparisonEnd::arm_failed);
    CHECK(result.boots.size() == 6);
    CHECK_THAT(result.failure, Catch::EndsWith(": the server exited with code 1"));
    CHECK(result.arms.at(0).conclusion == ArmConclusion::failed);
    CHECK(parse_journal(comparing.journal.text())->boots.size() == 6);
}

TEST_CASE("an interrupted comparison continues where it stopped, at every boot",
          "[comparison_runner]") {
    const auto experiment = experiment_of();
    Comparing whole;
    const auto wanted = whole.run(experiment).value();
    const std::size_t boots = wanted.boots.size();
    for (std::size_t stop = 0; stop < boots; ++stop) {
        Comparing first;
        first.booter.change = [stop](std::size_t number, BootRecord&) {
            return number == stop ? interrupt() : Result<void>();
        };
        const auto stopped = first.run(experiment).value();
        CHECK(stopped.end == ComparisonEnd::interrupted);
        CHECK(stopped.boots.size() == stop);

        Comparing second;
        auto earlier = parse_journal(first.journal.text()).value();
        const auto resumed = second.run(experiment, std::move(earlier)).value();
        CHECK(resumed.end == ComparisonEnd::completed);
        CHECK(second.booter.booted.size() == boots - stop);
        REQUIRE(resumed.boots.size() == boots);
        for (std::size_t i = 0; i < boots; ++i) CHECK(resumed.boots[i].arm == wanted.boots[i].arm);
        CHECK(resumed.took_s == Approx(wanted.took_s));
        CHECK(parse_journal(second.journal.text())->boots.size() == boots);
    }
}

TEST_CASE("boots of another order, by an older moebench, are not repeated", "[comparison_runner]") {
    Comparing first;
    auto old = first.run(experiment_of()).value();
    for (auto& boot : old.boots) {
        if (boot.purpose == BootPurpose::measured) boot.place = 1 - boot.place;
    }
    old.boots.pop_back();
    Comparing second;
    const auto resumed = second.run(experiment_of(), std::move(old)).value();

    CHECK(second.booter.booted.size() == 1);
    CHECK(resumed.tested.metrics.at(0).blocks.size() == 3);
}

TEST_CASE("a failed boot is repeated when the comparison is resumed", "[comparison_runner]") {
    Comparing first;
    first.booter.change = [](std::size_t number, BootRecord& record) -> Result<void> {
        if (number == 4) record.outcome = Outcome::failed;
        return {};
    };
    CHECK(first.run(experiment_of()).value().boots.size() == 5);
    Comparing second;
    second.run(experiment_of(), parse_journal(first.journal.text()).value()).value();
    CHECK(second.booter.booted.size() == 5);
}

TEST_CASE("the boots of another comparison are refused with the difference",
          "[comparison_runner]") {
    Comparing first;
    first.run(experiment_of()).value();
    auto other = experiment_of();
    other.scenario.run.repetitions = 2;
    Comparing second;
    const auto refused = second.run(other, parse_journal(first.journal.text()).value());
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Errc::invalid_option);
    CHECK_THAT(refused.error().message(), Catch::Contains("repetitions: '1' against '2'"));
    CHECK(second.journal.lines.empty());
}

TEST_CASE("a finished comparison goes on beyond its plan, with wider intervals",
          "[comparison_runner]") {
    auto experiment = experiment_of(5);
    experiment.metrics = {"decode_tokens_per_s"};
    Comparing first;
    first.booter.change = [](std::size_t number, BootRecord& record) -> Result<void> {
        record.requests[1].decode_tokens_per_s = 100 + static_cast<double>(number * 7 % 5);
        return {};
    };
    const auto planned = first.run(experiment).value();
    experiment.extended_boots = 8;
    Comparing second;
    second.booter.change = first.booter.change;
    auto journal = parse_journal(first.journal.text()).value();
    const auto more = second.run(experiment, std::move(journal)).value();

    CHECK(second.booter.booted.size() == 3 * 2);
    CHECK(more.experiment.max_boots == 5);
    CHECK(more.experiment.extended_boots == 8);
    for (std::size_t i = 0; i < planned.boots.size(); ++i) {
        CHECK(more.boots[i].arm == planned.boots[i].arm);
    }
    REQUIRE(more.tested.metrics.at(0).blocks.size() == 8);
    std::vector<double> logs;
    for (const auto& block : more.tested.metrics[0].blocks) logs.push_back(block.log_ratio);
    CHECK(std::log(more.tested.metrics[0].interval->hi) >
          detail::paired_t(logs)->mean + detail::paired_t(logs)->half_width(0.05));

    experiment.extended_boots = 0; // once looked at, always looked at
    Comparing third;
    const auto again = third.run(experiment, parse_journal(second.journal.text()).value()).value();
    CHECK(third.booter.booted.empty());
    CHECK(again.experiment.extended_boots == 8);
}

TEST_CASE("after a cancellation the finished boots are in the result", "[comparison_runner]") {
    asio::io_context context;
    Comparing comparing;
    ComparisonRunner runner(comparing.booter, experiment_of(), {}, comparing.booter.clock);
    Running running(context, runner.run(comparing.journal));
    running.poll();
    comparing.booter.clock.advance(10s);
    running.poll();
    running.cancel();
    running.poll();
    const auto result = running.get().value();
    CHECK(result.end == ComparisonEnd::interrupted);
    CHECK(result.boots.size() == 1);
}

TEST_CASE("a failed write to the journal ends the comparison, at every write",
          "[comparison_runner]") {
    for (int writes = 0;; ++writes) {
        Comparing comparing;
        comparing.journal.writes_left = writes;
        const auto result = comparing.run(experiment_of());
        if (writes == 0) {
            CHECK(result.error().message() == "disk full");
            continue;
        }
        if (result->end == ComparisonEnd::completed) break;
        CHECK(result->end == ComparisonEnd::failed);
        CHECK(result->failure == "disk full");
    }
}

TEST_CASE("no block starts that would end after the time limit", "[comparison_runner]") {
    Comparing comparing;
    auto experiment = experiment_of(10);
    experiment.time_limit = 95s; // three preliminary boots, then blocks of 20 s
    const auto result = comparing.run(experiment).value();
    CHECK(result.end == ComparisonEnd::time_limit);
    CHECK(comparing.booter.booted.size() == 9);
}

TEST_CASE("the cooldown is between boots, and not part of their duration", "[comparison_runner]") {
    Comparing comparing;
    auto experiment = experiment_of();
    experiment.cooldown = 5s;
    const auto result = comparing.run(experiment).value();
    CHECK(result.boots[0].started_s == Approx(0));
    CHECK(result.boots[1].started_s == Approx(15));
    CHECK(result.boots[1].took_s == Approx(10));
    CHECK(result.took_s == Approx(9 * 10 + 8 * 5));
}

TEST_CASE("a range of boots stops when the interval is narrow enough", "[comparison_runner]") {
    Comparing comparing;
    auto experiment = experiment_of();
    experiment.boots = {.min_boots = 8, .max_boots = 20, .precision = 0.01};
    const auto calm = comparing.run(experiment).value();
    CHECK(calm.end == ComparisonEnd::completed);
    CHECK(calm.tested.metrics.at(0).blocks.size() == 8);

    Comparing noisy;
    noisy.booter.change = [](std::size_t number, BootRecord& record) -> Result<void> {
        if (record.arm == "a") return {};
        record.requests[0].prefill_tokens_per_s = 1000.0 + 100 * double(number % 3);
        return {};
    };
    CHECK(noisy.run(experiment).value().tested.metrics.at(0).blocks.size() == 20);
}

namespace {

/// Also holds the servers of a block at once, for ten seconds.
struct FakeBlockBooter : FakeBooter {
    std::vector<std::size_t> at_once;
    std::string shortage;
    Outcome outcome_of_last = Outcome::completed;

    Task<std::vector<BootRecord>> boot_block(std::vector<PlannedBoot> block) {
        at_once.push_back(block.size());
        co_await clock.sleep_for(10s);
        std::vector<BootRecord> records;
        for (const auto& planned : block) {
            records.push_back(measured(planned.name, planned.block, 1000));
        }
        records.back().outcome = outcome_of_last;
        co_return records;
    }

    Result<void> check_memory(std::span<const BootRecord> preliminary) const {
        CHECK(preliminary.size() >= 2);
        if (shortage.empty()) return {};
        return fail(Errc::invalid_option, shortage);
    }
};
static_assert(BlockBooter<FakeBlockBooter>);
static_assert(!BlockBooter<FakeBooter>);

Experiment interleaved(int boots = 3) {
    auto experiment = experiment_of(boots);
    experiment.interleave = true;
    return experiment;
}

template <class B>
Result<ComparisonResult> run_with(B& booter, FakeJournal& journal, const Experiment& experiment,
                                  ComparisonResult earlier = ComparisonResult()) {
    ComparisonRunner runner(booter, experiment, {}, booter.clock);
    return run_coroutine(booter.clock, runner.run(journal, std::move(earlier)));
}

} // namespace

TEST_CASE("interleaved, the servers of a block live at once", "[comparison_runner]") {
    FakeBlockBooter booter;
    FakeJournal journal;
    auto experiment = interleaved();
    experiment.aa_blocks = 1;
    const auto result = run_with(booter, journal, experiment).value();

    CHECK(result.end == ComparisonEnd::completed);
    CHECK(booter.at_once == std::vector<std::size_t>(4, 2)); // one of the A/A, three of the arms
    const auto plan = planned_boots(experiment);
    REQUIRE(result.boots.size() == plan.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
        CHECK(result.boots[i].arm == plan[i].name);
        CHECK(result.boots[i].place == plan[i].place);
        CHECK(result.boots[i].took_s == Approx(10));
    }
    CHECK(result.took_s == Approx(10 * (3 + 4)));
    CHECK(result.experiment.interleave);
}

TEST_CASE("interleaved, a failed arm ends the comparison, and the others' boots are kept",
          "[comparison_runner]") {
    FakeBlockBooter booter;
    booter.outcome_of_last = Outcome::server_died;
    FakeJournal journal;
    const auto result = run_with(booter, journal, interleaved()).value();
    CHECK(result.end == ComparisonEnd::arm_failed);
    CHECK(result.boots.size() == 3 + 2);
}

TEST_CASE("interleaved, too little memory ends the comparison before its first block",
          "[comparison_runner]") {
    FakeBlockBooter booter;
    booter.shortage = "CUDA0 is too small";
    FakeJournal journal;
    const auto result = run_with(booter, journal, interleaved()).value();
    CHECK(result.end == ComparisonEnd::failed);
    CHECK(result.failure.find("CUDA0 is too small") != std::string::npos);
    CHECK(booter.at_once.empty());
}

TEST_CASE("a booter that holds one server cannot interleave", "[comparison_runner]") {
    FakeBooter booter;
    FakeJournal journal;
    const auto result = run_with(booter, journal, interleaved()).value();
    CHECK(result.end == ComparisonEnd::failed);
    CHECK(result.failure.find("one server") != std::string::npos);
}

TEST_CASE("interleaved, a block that was cut off is measured again as a whole",
          "[comparison_runner]") {
    FakeBlockBooter booter;
    FakeJournal journal;
    auto earlier = run_with(booter, journal, interleaved()).value();
    earlier.boots.pop_back();
    booter.at_once.clear();
    const auto result = run_with(booter, journal, interleaved(), earlier).value();
    CHECK(result.end == ComparisonEnd::completed);
    CHECK(result.boots.size() == 3 + 6);
    CHECK(booter.at_once.size() == 1);
}

TEST_CASE("a boot of a changed binary ends the comparison, also when it is resumed",
          "[comparison_runner]") {
    const auto experiment = experiment_of();
    const auto change = [](std::size_t number, BootRecord& record) -> Result<void> {
        if (number >= 5) record.info.server.binary_sha256 = std::string(64, 'f');
        return {};
    };
    Comparing first;
    first.booter.change = change;
    const auto result = first.run(experiment).value();
    CHECK(result.end == ComparisonEnd::failed);
    CHECK_THAT(result.failure, Catch::Contains(": the binary changed: SHA-256 aaaa"));
    CHECK(result.boots.size() == 5);
    CHECK(parse_journal(first.journal.text())->boots.size() == 5);

    Comparing second;
    second.booter.change = [&](std::size_t, BootRecord& record) { return change(5, record); };
    const auto resumed = second.run(experiment, parse_journal(first.journal.text()).value());
    CHECK(resumed->failure == result.failure);
    CHECK(resumed->boots.size() == 5);
    CHECK(second.booter.booted.size() == 1);
}

} // namespace moebench
