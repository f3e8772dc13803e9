// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>
#include <moebench/compare/boot_plan.hpp>
#include <moebench/compare/comparison_journal.hpp>
#include <moebench/compare/comparison_result.hpp>
#include <moebench/compare/design_change.hpp>
#include <moebench/compare/detail/boot_inputs.hpp>
#include <moebench/compare/detail/boot_schedule.hpp>
#include <moebench/compare/experiment.hpp>
#include <moebench/task.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <concepts>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// Boots an arm, measures it and stops it. A problem of the arm is in the record; a Failure means
/// that no other boot can succeed either. A preliminary boot makes the script if it is empty, and
/// runs the answer pass.
template <class B>
concept Booter = requires(B& booter, const PlannedBoot& planned, AnswerScript& script) {
    { booter.boot(planned, script) } -> std::same_as<Task<BootRecord>>;
};

/// A Booter that can also hold the servers of a block at once.
template <class B>
concept BlockBooter = Booter<B> && requires(B& booter, std::vector<PlannedBoot> block,
                                            std::span<const BootRecord> preliminary) {
    /// Boots one arm after the other and lets their requests take turns; one record per boot, in
    /// the same order.
    { booter.boot_block(std::move(block)) } -> std::same_as<Task<std::vector<BootRecord>>>;
    /// Whether memory holds them, going by the preliminary boots. The error says what is too small.
    { booter.check_memory(preliminary) } -> std::same_as<Result<void>>;
};

/// The progress of a comparison, reported before each boot.
struct ComparisonProgress {
    /// Finished boots, earlier sessions included.
    int boots_done = 0;
    /// All boots, if the comparison runs to the last block.
    int boots_planned = 0;
    /// The boot that starts now.
    PlannedBoot boot;
    /// Estimated time to the end, from the duration of the boots so far; absent before it is known.
    std::optional<Duration> remaining;
};

/// Called on the thread that runs the task; it must not throw.
using ComparisonProgressFunction = std::function<void(const ComparisonProgress&)>;

/// Boots the arms of an experiment in the planned order, one server at a time or all of a block at
/// once (Experiment::interleave), until its stopping rule, its time limit or a failure ends it. A
/// boot whose program or files are not those of the arm's first boot is such a failure, and is not
/// kept. Cancellation: terminal; finished boots are in the result, with ComparisonEnd::interrupted.
/// Lifetime: booter and journal must outlive the task.
template <Booter B, SteadyClock Clock = SystemClock> class ComparisonRunner {
public:
    /// Starts nothing yet. `progress` is called before each boot; it may be empty.
    ComparisonRunner(B& booter, Experiment experiment, ComparisonProgressFunction progress = {},
                     Clock clock = {})
        : booter_(booter), experiment_(std::move(experiment)), progress_(std::move(progress)),
          clock_(std::move(clock)) {}

    /// Runs the comparison. How it ended is in the result; conclude() has been called for it.
    /// `earlier`: the result of an interrupted session of the same experiment, from
    /// parse_journal(); its completed boots are not repeated. Errors: only those that keep it from
    /// starting: an invalid experiment, an `earlier` of another experiment, a journal that cannot
    /// be written.
    template <ComparisonJournal Journal>
    Task<ComparisonResult> run(Journal& journal, ComparisonResult earlier = ComparisonResult()) {
        if (auto checked = check(experiment_); !checked) co_return checked.error();
        experiment_.extended_boots = // what was looked at stays looked at
            std::max(experiment_.extended_boots, earlier.experiment.extended_boots);
        const auto facts = facts_of(experiment_);
        if (!earlier.experiment.arms.empty()) {
            if (const auto change = design_change(earlier.experiment, facts)) {
                co_return fail(Errc::invalid_option,
                               "this is not the comparison that was started; " +
                                   to_string(*change));
            }
        }
        result_ = std::move(earlier);
        result_.experiment = facts;
        std::erase_if(result_.boots,
                      [](const auto& boot) { return boot.outcome != Outcome::completed; });
        if (experiment_.interleave) detail::drop_incomplete_blocks(result_.boots, experiment_);
        if (auto begun = journal.begin(facts, result_.script, result_.boots); !begun) {
            co_return begun.error();
        }
        began_ = clock_.now();
        earlier_s_ = detail::time_so_far(result_.boots);
        try {
            auto ended = co_await boot_all(journal);
            if (!ended) end_with(ended.error());
        } catch (const boost::system::system_error& error) {
            if (error.code() != asio::error::operation_aborted) throw;
            end_with(fail(error.code(), ""));
        }
        result_.took_s = elapsed_s();
        conclude(result_);
        co_return std::move(result_);
    }

private:
    template <class Journal> Task<void> boot_all(Journal& journal) {
        const auto plan = planned_boots(experiment_);
        bool first = true;
        for (std::size_t i = 0; i < plan.size();) {
            const PlannedBoot& planned = plan[i];
            const bool new_block = planned.purpose == BootPurpose::measured && planned.place == 0;
            if (new_block && may_end_before(planned.block)) co_return Result<void>();
            const auto together = detail::boots_at_once(experiment_, plan, i);
            if (!detail::is_done(result_.boots, planned)) {
                tell(plan, i);
                if (!first) co_await clock_.sleep_for(experiment_.cooldown);
                first = false;
                auto going_on = co_await boot_next(journal, std::span(plan).subspan(i, together));
                if (!going_on) co_return going_on.error();
                if (!*going_on) co_return Result<void>();
            }
            i += together;
        }
        co_return Result<void>();
    }

    /// Boots one arm, or a block whose servers live at once. False: an arm failed.
    template <class Journal>
    Task<bool> boot_next(Journal& journal, std::span<const PlannedBoot> planned) {
        const bool had_script = has_script();
        const double started_s = elapsed_s();
        auto records = co_await boot(planned);
        if (!records) co_return records.error();
        bool interrupted = false;
        for (std::size_t i = 0; i < planned.size(); ++i) {
            auto& record = (*records)[i];
            record.arm = planned[i].name;
            record.purpose = planned[i].purpose;
            record.block = planned[i].block;
            record.place = planned[i].place;
            record.started_s = started_s;
            record.took_s = elapsed_s() - started_s;
            interrupted |= record.outcome == Outcome::interrupted;
        }
        if (interrupted) co_return fail(asio::error::operation_aborted, "");
        for (const auto& record : *records) {
            const auto changed = detail::changed_input(result_, record);
            if (!changed.empty()) co_return fail(Errc::input_changed, record.arm + ": " + changed);
        }
        if (!had_script && has_script()) {
            if (auto kept = journal.script(result_.script); !kept) co_return kept.error();
        }
        for (auto& record : *records) {
            result_.boots.push_back(std::move(record));
            const BootRecord& boot = result_.boots.back();
            if (auto kept = journal.boot(boot); !kept) co_return kept.error();
            if (boot.outcome == Outcome::completed) continue;
            result_.end = ComparisonEnd::arm_failed;
            result_.failure = boot.arm + ": " + boot.failure;
        }
        co_return result_.end != ComparisonEnd::arm_failed;
    }

    Task<std::vector<BootRecord>> boot(std::span<const PlannedBoot> planned) {
        std::vector<BootRecord> records;
        if (planned.size() == 1) {
            auto record = co_await booter_.boot(planned.front(), result_.script);
            if (!record) co_return record.error();
            records.push_back(std::move(*record));
            co_return records;
        }
        if constexpr (BlockBooter<B>) {
            if (auto fits = booter_.check_memory(result_.boots); !fits) co_return fits.error();
            std::vector<PlannedBoot> block(planned.begin(), planned.end());
            co_return co_await booter_.boot_block(std::move(block));
        } else {
            co_return fail(Errc::invalid_option, "this booter holds only one server at once");
        }
    }

    /// Called when `blocks` whole blocks are finished and another one would start.
    bool may_end_before(int blocks) {
        const auto& limit = experiment_.time_limit;
        if (limit &&
            elapsed_s() + detail::block_s(result_.boots, experiment_) > to_seconds(*limit)) {
            result_.end = ComparisonEnd::time_limit;
            return true;
        }
        if (!experiment_.boots.precision || blocks < experiment_.boots.min_boots) return false;
        conclude(result_);
        StoppingRule rule = experiment_.boots;
        rule.max_boots = most_blocks(experiment_);
        return may_stop(rule, result_.tested, blocks);
    }

    void tell(const std::vector<PlannedBoot>& plan, std::size_t next) {
        if (!progress_) return;
        ComparisonProgress progress;
        progress.boots_done = static_cast<int>(next);
        progress.boots_planned = static_cast<int>(plan.size());
        progress.boot = plan[next];
        progress.remaining = detail::remaining(result_.boots, experiment_, plan, next);
        progress_(progress);
    }

    void end_with(const Failure& failure) {
        const bool interrupted = failure.code == asio::error::operation_aborted;
        result_.end = interrupted ? ComparisonEnd::interrupted : ComparisonEnd::failed;
        if (!interrupted) result_.failure = failure.message();
    }

    bool has_script() const {
        return !result_.script.prompts.empty() || !result_.script.text_ids.empty();
    }

    /// All sessions together, in seconds.
    double elapsed_s() const { return earlier_s_ + to_seconds(clock_.now() - began_); }

    B& booter_;
    Experiment experiment_;
    ComparisonProgressFunction progress_;
    Clock clock_;
    ComparisonResult result_;
    TimePoint began_{};
    double earlier_s_ = 0;
};

} // namespace moebench
