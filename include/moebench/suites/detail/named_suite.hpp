// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/run_report.hpp>
#include <moebench/model/suite_spec.hpp>
#include <moebench/result_sink.hpp>
#include <moebench/suite_runner.hpp>
#include <moebench/suites/bench.hpp>
#include <moebench/suites/builtin_suite.hpp>
#include <moebench/suites/detail/suite_file.hpp>
#include <moebench/suites/long_prompt.hpp>
#include <moebench/suites/medium_turns.hpp>
#include <moebench/suites/prompt_list.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench::detail {

/// What is done on a server once it is ready.
template <class W, class Client>
concept ServerWork = requires(W& work, SuiteRunner<Client>& runner, Client& client, RunInfo info) {
    { work.check() } -> std::same_as<Result<void>>; // before a server is started
    { work.run(runner, client, std::move(info)) } -> std::same_as<Task<RunReport>>;
};

/// Runs the suite that a SuiteSpec selects.
template <ResultSink Sink> class NamedSuite {
public:
    NamedSuite(SuiteSpec spec, Sink& sink) : spec_(std::move(spec)), sink_(sink) {}

    /// Finds mistakes in the suite before a server is started.
    Result<void> check() {
        if (auto read = read_input(spec_); !read) return read.error();
        if (!spec_.file.empty()) {
            auto requests = parse_suite_file(*spec_.input, spec_.file);
            if (!requests) return requests.error();
            file_requests_ = std::move(*requests);
            return {};
        }
        if (spec_.input && first_words(*spec_.input, 1).empty()) {
            return fail(Errc::invalid_option, spec_.text_file + ": there is no text to read");
        }
        if (!spec_.builtin) return fail(Errc::invalid_option, "no suite was chosen");
        return {};
    }

    template <class Runner, Tokenizer T>
    Task<RunReport> run(Runner& runner, T& tokenizer, RunInfo info) {
        info.suite_sha256 = input_sha256(spec_);
        const auto builtin = builtin_of(spec_);
        if (!builtin) {
            PromptListSuite suite(suite_name(spec_), std::move(file_requests_));
            co_return co_await runner.run(suite, sink_, std::move(info));
        }
        switch (*builtin) {
        case BuiltinSuite::bench: {
            const std::string_view text =
                spec_.input ? std::string_view(*spec_.input) : bench_text();
            BenchSuite<T> suite(tokenizer, spec_, text);
            co_return co_await runner.run(suite, sink_, std::move(info));
        }
        case BuiltinSuite::long_prompt: {
            LongPromptSuite<T> suite(tokenizer, spec_.long_prompt_tokens);
            co_return co_await runner.run(suite, sink_, std::move(info));
        }
        case BuiltinSuite::medium_turns: {
            MediumTurnsSuite<T> suite(tokenizer, spec_);
            co_return co_await runner.run(suite, sink_, std::move(info));
        }
        case BuiltinSuite::base:
        case BuiltinSuite::multi: break;
        }
        auto suite =
            *builtin == BuiltinSuite::base ? PromptListSuite::base() : PromptListSuite::multi();
        co_return co_await runner.run(suite, sink_, std::move(info));
    }

private:
    SuiteSpec spec_;
    Sink& sink_;
    std::vector<ChatRequest> file_requests_;
};

/// Runs a suite of the caller.
template <Suite S, ResultSink Sink> class GivenSuite {
public:
    GivenSuite(S& suite, Sink& sink) : suite_(suite), sink_(sink) {}

    Result<void> check() const { return {}; }

    template <class Runner, class T> Task<RunReport> run(Runner& runner, T&, RunInfo info) {
        return runner.run(suite_, sink_, std::move(info));
    }

private:
    S& suite_;
    Sink& sink_;
};

} // namespace moebench::detail
