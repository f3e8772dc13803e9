// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>
#include <moebench/detail/caught.hpp>
#include <moebench/detail/stopwatch.hpp>
#include <moebench/model/detail/fill_in.hpp>
#include <moebench/model/detail/make_sample.hpp>
#include <moebench/model/detail/run_failures.hpp>
#include <moebench/model/run_options.hpp>
#include <moebench/progress.hpp>
#include <moebench/result_sink.hpp>
#include <moebench/stats/summarize.hpp>
#include <moebench/suite.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

#include <concepts>
#include <exception>
#include <string>
#include <utility>

namespace moebench {

/// Answers chat requests. A failed request is a reply whose status says why; a Failure means that
/// no other request can succeed either, and ends the run.
template <class C>
concept ChatClient = requires(C& client, ChatRequest request) {
    { client.chat(std::move(request)) } -> std::same_as<Task<ChatReply>>;
};

/// Runs a suite: prepares it, warms up, then sends its requests one at a time, for a time or for a
/// number of passes. Each sample is in the sink before the next request starts. Lifetime: client,
/// suite and sink outlive the task. Cancellation: terminal; reported as interrupted.
template <ChatClient Client, SteadyClock Clock = SystemClock> class SuiteRunner {
public:
    /// Sends nothing yet.
    explicit SuiteRunner(Client& client, RunOptions options = {}, RunHooks hooks = {},
                         Clock clock = {})
        : client_(client), options_(std::move(options)), hooks_(std::move(hooks)),
          clock_(std::move(clock)) {}

    /// Runs the suite once. The report says how it ended, even if it failed; a Failure means that
    /// the sink could not begin. Throws what suite or sink throw, after the sink has finished.
    template <Suite S, ResultSink Sink>
    Task<RunReport> run(S& suite, Sink& sink, RunInfo info = RunInfo()) {
        if (info.suite.empty()) info.suite = suite.name();
        info.options = options_;
        if (auto begun = sink.begin(info); !begun) co_return begun.error();
        Execution<S, Sink> execution(*this, suite, sink);
        std::exception_ptr thrown;
        const auto result = co_await detail::caught(execution.run(), thrown);
        RunReport report = execution.report(result);
        try {
            if (auto finished = sink.finish(info, report); !finished && !report.failure) {
                if (report.outcome == Outcome::completed) report.outcome = Outcome::failed;
                report.failure = finished.error();
            }
        } catch (...) {
            if (!thrown) thrown = std::current_exception();
        }
        if (thrown) std::rethrow_exception(thrown);
        co_return report;
    }

    /// The same for callbacks and futures: completes with
    /// `void(std::exception_ptr, Result<RunReport>)`. Lifetime: the runner outlives the run, too.
    template <Suite S, ResultSink Sink, class Token>
    auto async_run(const asio::any_io_executor& executor, S& suite, Sink& sink, Token&& token) {
        return asio::co_spawn(executor, run(suite, sink), std::forward<Token>(token));
    }

private:
    template <Suite S, ResultSink Sink> class Execution {
    public:
        Execution(SuiteRunner& runner, S& suite, Sink& sink)
            : client_(runner.client_), options_(runner.options_), hooks_(runner.hooks_),
              clock_(runner.clock_), suite_(suite), sink_(sink) {}

        Task<void> run() {
            if constexpr (PreparableSuite<S>) {
                enter(Stage::calibrating, std::nullopt);
                const detail::Stopwatch watch(clock_, preparing_);
                auto prepared = co_await suite_.prepare();
                if (!prepared) co_return prepared.error();
            }
            auto warmed_up = co_await warm_up();
            if (!warmed_up) co_return warmed_up.error();
            auto measured = co_await measure();
            if (hooks_.measuring_ends) hooks_.measuring_ends();
            co_return measured;
        }

        RunReport report(const Result<void>& result) {
            RunReport report;
            Summary& summary = report.summary = summarizer_.summary();
            if (phase_ == Phase::warmup && phase_began_ != TimePoint()) warming_up_ = elapsed();
            if (phase_ == Phase::measured) {
                summary.duration_with_calibration_s = to_seconds(elapsed());
                summary.duration_s = summary.duration_with_calibration_s - to_seconds(asking_);
            }
            summary.warmup_s = to_seconds(warming_up_);
            summary.calibration_s = to_seconds(preparing_ + asking_);
            if constexpr (SummarizingSuite<S>) summary.facts = suite_.facts();
            if (result) return report;
            report.outcome = detail::outcome_of(result.error().code);
            if (report.outcome != Outcome::interrupted) report.failure = result.error();
            return report;
        }

    private:
        static constexpr bool repeats_by_time = RewindableSuite<S> && !SinglePassSuite<S>;

        Task<void> warm_up() {
            const bool by_time = repeats_by_time && !options_.warmup_requests;
            const auto count = by_time ? 0 : options_.warmup_requests.value_or(0);
            const bool none = by_time ? options_.warmup <= Duration::zero() : count == 0;
            if (none) co_return Result<void>();
            begin_phase(Phase::warmup, by_time, options_.warmup);
            for (std::int64_t i = 0; by_time ? elapsed() < options_.warmup : i < count; ++i) {
                auto begun = co_await begin_turn();
                if (!begun) co_return begun.error();
                auto sent = co_await send_warmup();
                end_turn();
                if (!sent) co_return sent.error();
                if (!*sent) break; // do not use up a suite that cannot start over
            }
            warming_up_ = elapsed();
            if constexpr (WarmableSuite<S>) {
                history_ = History(); // measured requests must not depend on the warm-up
            } else {
                start_over();
            }
            co_return Result<void>();
        }

        /// Waits for the turn of this run, if it takes turns with others.
        Task<void> begin_turn() {
            if (hooks_.turn_begins) co_return co_await hooks_.turn_begins();
            co_return Result<void>();
        }

        void end_turn() {
            if (hooks_.turn_ends) hooks_.turn_ends();
        }

        /// False: the suite has no request for a warm-up.
        Task<bool> send_warmup() {
            auto request = co_await warmup_request();
            if (!request) co_return request.error();
            if (!*request) co_return false;
            (*request)->max_tokens = options_.warmup_tokens;
            auto sent = co_await send(std::move(**request));
            if (!sent) co_return sent.error();
            co_return true;
        }

        Task<std::optional<ChatRequest>> warmup_request() {
            if constexpr (WarmableSuite<S>) {
                auto request = co_await suite_.warmup_request();
                if (!request) co_return request.error();
                co_return std::move(*request);
            } else if constexpr (RewindableSuite<S>) {
                auto request = co_await ask();
                if (request && !*request) {
                    start_over();
                    request = co_await ask();
                }
                co_return request;
            } else {
                co_return std::nullopt;
            }
        }

        Task<void> measure() {
            if (hooks_.measuring_begins) hooks_.measuring_begins();
            begin_phase(Phase::measured, repeats_by_time && !options_.repetitions,
                        options_.duration);
            while (!is_over()) {
                auto begun = co_await begin_turn();
                if (!begun) co_return begun.error();
                auto sent = co_await send_next();
                end_turn();
                if (!sent) co_return sent.error();
            }
            co_return Result<void>();
        }

        Task<void> send_next() {
            auto request = co_await ask();
            if (!request) co_return request.error();
            if (*request) co_return co_await send(std::move(**request));
            start_over();
            co_return Result<void>();
        }

        /// As in the original script: checked before each request, never during the first pass.
        bool is_over() const {
            if (passes_ > 0 && !RewindableSuite<S>) return true;
            if (options_.repetitions) return passes_ >= *options_.repetitions;
            return passes_ > 0 && (!repeats_by_time || elapsed() >= options_.duration);
        }

        Duration elapsed() const { return clock_.now() - phase_began_; }

        /// The suite's next request; nothing when a pass is over.
        Task<std::optional<ChatRequest>> ask() {
            const detail::Stopwatch watch(clock_, asking_);
            auto request = co_await suite_.next(history_);
            if (!request || *request) co_return request;
            if (history_.empty()) {
                const std::string name(suite_.name());
                co_return fail(Errc::empty_suite, "suite " + name + " has no prompt");
            }
            ++passes_;
            co_return std::nullopt;
        }

        void start_over() {
            if constexpr (RewindableSuite<S>) suite_.rewind();
            history_ = History();
        }

        Task<void> send(ChatRequest request) {
            detail::fill_in(request, options_);
            const TimePoint began = clock_.now();
            auto reply = co_await client_.chat(request);
            reply_ =
                reply ? std::move(*reply) : detail::lost_reply(reply.error(), began, clock_.now());
            history_.append(reply_);
            Sample sample = detail::make_sample(request, reply_, options_.save_content);
            sample.phase = phase_;
            sample.prompt_index = static_cast<std::int64_t>(history_.size()) - 1;
            sample.started_s = to_seconds(reply_.exchange.started - phase_began_);
            summarizer_.add(sample);
            if (auto recorded = sink_.record(sample); !recorded) co_return recorded.error();
            count(sample.ok());
            if (!reply) co_return reply.error();
            if (sample.status == RequestStatus::cancelled) {
                co_return Failure(asio::error::operation_aborted, "");
            }
            if (failures_ > options_.max_failures) {
                co_return detail::too_many_failures(sample.error, failures_, options_.max_failures);
            }
            co_return Result<void>();
        }

        void begin_phase(Phase phase, bool by_time, Duration expected) {
            phase_ = phase;
            passes_ = 0;
            asking_ = Duration::zero();
            enter(phase == Phase::warmup ? Stage::warming_up : Stage::measuring,
                  by_time ? std::optional(expected) : std::nullopt);
            phase_began_ = progress_.since;
        }

        void enter(Stage stage, std::optional<Duration> expected) {
            progress_ = Progress(stage, clock_.now());
            progress_.expected = expected;
            if (hooks_.progress) hooks_.progress(progress_);
        }

        void count(bool ok) {
            ++progress_.requests;
            if (!ok) ++progress_.failed;
            if (!ok) ++failures_;
            if (hooks_.progress) hooks_.progress(progress_);
        }

        Client& client_;
        const RunOptions& options_;
        const RunHooks& hooks_;
        Clock& clock_;
        S& suite_;
        Sink& sink_;
        Summarizer summarizer_;
        History history_;
        ChatReply reply_;
        Progress progress_;
        Phase phase_ = Phase::warmup;
        TimePoint phase_began_{};
        Duration preparing_{};
        Duration warming_up_{};
        Duration asking_{}; // in this phase
        std::int64_t passes_ = 0;
        std::int64_t failures_ = 0;
    };

    Client& client_;
    RunOptions options_;
    RunHooks hooks_;
    Clock clock_;
};

} // namespace moebench
