// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/memory_sink.hpp>
#include <moebench/suite_runner.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include <support/fake_chat_client.hpp>
#include <support/fake_clock.hpp>
#include <support/run_coroutine.hpp>

namespace moebench::test {

/// A run in virtual time: one pass without a warm-up, unless the test changes it.
struct SuiteRun {
    using Runner = SuiteRunner<FakeChatClient, FakeClock>;

    FakeClock clock;
    FakeChatClient client{clock, std::chrono::seconds(1), {}, {}};
    RunOptions options;
    MemorySink sink;
    std::vector<Progress> told;
    /// Requests sent before the measured window began, and before it ended.
    std::vector<std::size_t> window;

    SuiteRun() {
        options.duration = Duration::zero();
        options.warmup = Duration::zero();
    }

    Runner runner() {
        RunHooks hooks;
        hooks.progress = [this](const Progress& progress) { told.push_back(progress); };
        hooks.measuring_begins = [this] { window.push_back(client.requests.size()); };
        hooks.measuring_ends = hooks.measuring_begins;
        return Runner(client, options, hooks, clock);
    }

    template <class S> RunReport run(S& suite) { return run(suite, sink).value(); }

    template <class S, class Sink> Result<RunReport> run(S& suite, Sink& other_sink) {
        auto runner_ = runner();
        return run_coroutine(clock, runner_.run(suite, other_sink));
    }

    /// The last word of each request: "0 1 2 ".
    std::string asked() const {
        std::string words;
        for (const auto& request : client.requests) {
            const auto& text = request.messages.back().content;
            words += text.substr(text.rfind(' ') + 1) + " ";
        }
        return words;
    }

    /// `prompt_index` of the samples of a phase.
    std::vector<std::int64_t> indices(Phase phase) const {
        std::vector<std::int64_t> result;
        for (const auto& sample : sink.samples) {
            if (sample.phase == phase) result.push_back(sample.prompt_index);
        }
        return result;
    }
};

} // namespace moebench::test
