// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/answer_pass.hpp>
#include <moebench/answers/detail/position_name.hpp>
#include <moebench/clock.hpp>
#include <moebench/compare/boot_measurement.hpp>
#include <moebench/compare/detail/turns.hpp>
#include <moebench/logger.hpp>
#include <moebench/model/boot_record.hpp>
#include <moebench/progress.hpp>
#include <moebench/suites/detail/named_suite.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace moebench::detail {

/// Keeps the parts of a boot's samples that a comparison needs.
class BootSink {
public:
    explicit BootSink(BootRecord& record) : record_(record) {}

    Result<void> begin(const RunInfo& info) {
        record_.info = info;
        return {};
    }

    Result<void> record(const Sample& sample) {
        if (sample.phase == Phase::warmup) return {};
        if (sample.prompt_index <= last_index_) ++pass_;
        last_index_ = sample.prompt_index;
        record_.requests.push_back(request_record(sample));
        auto& request = record_.requests.back();
        request.pass = pass_;
        add_positions(position_name(request.prompt, pass_), sample.tokens);
        return {};
    }

    Result<void> finish(const RunInfo&, const RunReport&) { return {}; }

private:
    void add_positions(const std::string& prompt, const std::vector<GeneratedToken>& tokens) {
        if (tokens.empty()) return;
        if (!record_.answers) record_.answers.emplace();
        auto& decode = record_.answers->decode;
        // a suite file may have two prompts of the same name: only the first has numbers
        const auto same_name = [&](const AnswerPosition& each) { return each.prompt == prompt; };
        if (std::any_of(decode.begin(), decode.end(), same_name)) return;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            AnswerPosition position;
            position.prompt = prompt;
            position.at = static_cast<std::int64_t>(i);
            position.top = tokens[i].top;
            position.token = tokens[i].token;
            decode.push_back(std::move(position));
        }
    }

    BootRecord& record_;
    std::int64_t last_index_ = -1;
    std::int64_t pass_ = 0;
};
static_assert(ResultSink<BootSink>);

/// The suite, then the answer pass on the same server, untimed.
template <ResultSink Sink> class AnsweringWork {
public:
    AnsweringWork(SuiteSpec spec, Sink& sink, const AnswerOptions& options, AnswerScript& script,
                  BootRecord& record, const Logger& logger, const ProgressFunction& tell)
        : suite_(std::move(spec), sink), options_(options), script_(script), record_(record),
          logger_(logger), tell_(tell) {}

    Result<void> check() { return suite_.check(); }

    template <class Runner, class Server>
    Task<RunReport> run(Runner& runner, Server& server, RunInfo info) {
        const auto n_ctx = info.server.n_ctx;
        auto report = co_await suite_.run(runner, server, std::move(info));
        if (!report || report->outcome != Outcome::completed) co_return report;
        const TimePoint began = SystemClock().now();
        auto answered = co_await answer(server, n_ctx);
        record_.answers_s = to_seconds(SystemClock().now() - began);
        if (answered) co_return report;
        const bool ends_all = answered.error().code == Errc::server_exited ||
                              answered.error().code == asio::error::operation_aborted;
        if (ends_all) co_return answered.error();
        logger_.warning("no answer pass: " + answered.error().message());
        co_return report;
    }

private:
    template <class Server> Task<void> answer(Server& server, std::optional<std::int64_t> n_ctx) {
        auto script = script_;
        if (script.prompts.empty() && script.text_ids.empty()) {
            auto made = co_await make_answer_script(server, deep_options(), n_ctx);
            if (!made) co_return made.error();
            script = std::move(*made);
        }
        Progress progress(Stage::answering, SystemClock().now());
        const AnswerProgress on_progress = [&](std::int64_t done, std::int64_t total) {
            progress.requests = done;
            progress.expected_requests = total;
            if (tell_) tell_(progress);
        };
        on_progress(0, answer_positions(script, options_));
        auto answers = co_await take_answers(server, script, options_, on_progress);
        if (!answers) co_return answers.error();
        script_ = std::move(script);
        keep(std::move(*answers));
        co_return Result<void>();
    }

    /// Adds the pass after the replies of the suite.
    void keep(AnswerRecord answers) {
        if (!record_.answers) record_.answers.emplace();
        auto& decode = record_.answers->decode;
        decode.insert(decode.end(), std::make_move_iterator(answers.decode.begin()),
                      std::make_move_iterator(answers.decode.end()));
        record_.answers->prefill = std::move(answers.prefill);
    }

    /// As deep as the suite's longest prompt.
    AnswerOptions deep_options() const {
        AnswerOptions options = options_;
        for (const auto& request : record_.requests) {
            const auto tokens = request.cache_n.value_or(0) + request.prompt_n.value_or(0);
            if (options.text_tokens > 0)
                options.text_tokens = std::max(options.text_tokens, tokens);
        }
        return options;
    }

    NamedSuite<Sink> suite_;
    const AnswerOptions& options_;
    AnswerScript& script_;
    BootRecord& record_;
    const Logger& logger_;
    const ProgressFunction& tell_;
};

/// A work that takes turns with those of other servers, and waits for their last request at its
/// end.
template <class Work> class TurnTakingWork {
public:
    TurnTakingWork(Work& work, Turns& turns, std::size_t place)
        : work_(work), turns_(turns), place_(place) {}

    Result<void> check() { return work_.check(); }

    template <class Runner, class Server>
    Task<RunReport> run(Runner& runner, Server& server, RunInfo info) {
        auto report = co_await work_.run(runner, server, std::move(info));
        auto finished = co_await turns_.all_finished(place_);
        if (report && !finished) co_return finished.error();
        co_return report;
    }

private:
    Work& work_;
    Turns& turns_;
    std::size_t place_;
};

/// Leaves the turns at its end, whatever ended the boot.
class LeaveTurns {
public:
    LeaveTurns(Turns* turns, int place) : turns_(turns), place_(static_cast<std::size_t>(place)) {}
    ~LeaveTurns() {
        if (turns_ != nullptr) turns_->leave(place_);
    }
    LeaveTurns(const LeaveTurns&) = delete;
    LeaveTurns& operator=(const LeaveTurns&) = delete;

private:
    Turns* turns_;
    std::size_t place_;
};

} // namespace moebench::detail
