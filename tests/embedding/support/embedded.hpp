// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/scenario_runner.hpp>
#include <moebench/store/memory_sink.hpp>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <support/temporary_folder.hpp>

namespace moebench::test {

/// The smallest run on its own llama-sim: two requests, without waiting.
struct Workplace {
    TemporaryFolder folder;
    /// Process groups of the servers that were started; `stopped` counts those that have stopped.
    std::vector<int> servers;
    int stopped = 0;

    Workplace() { // a run hashes its binary, and llama-sim itself is large
        write_script(binary(), "exec " LLAMA_SIM " \"$@\"");
    }

    std::string binary() const { return folder / "llama-sim"; }

    Scenario scenario() const {
        Scenario scenario;
        scenario.server.binary = binary();
        scenario.server.model = "simulated.gguf";
        scenario.server.alias = "moebench";
        scenario.server.environment = {"LLAMA_SIM_SPEED=1000", "LLAMA_SIM_LOAD_S=0"};
        scenario.log_file = folder / "server.log";
        scenario.run.repetitions = 1;
        scenario.run.warmup_requests = 0;
        scenario.run.max_tokens = 4;
        return scenario;
    }

    ScenarioHooks hooks() {
        ScenarioHooks hooks;
        hooks.server_started = [this](int pid) { servers.push_back(pid); };
        hooks.server_stopped = [this](int) { ++stopped; };
        return hooks;
    }
};

/// Asks its prompts; calls `on_next` before each.
struct TopicSuite {
    std::vector<std::string> topics{"rain", "steel"};
    std::function<void(std::size_t number)> on_next;
    std::string_view called = "topics";

    std::string_view name() const noexcept { return called; }

    Task<std::optional<ChatRequest>> next(const History& history) {
        const auto number = history.size();
        if (on_next) on_next(number);
        if (number >= topics.size()) co_return std::nullopt;
        co_return ChatRequest::from_user("Write of " + topics[number]);
    }
};
static_assert(Suite<TopicSuite>);

/// Counts its calls; calls `before` first, which may throw or fail.
struct CountingSink : MemorySink {
    int begun = 0, finished = 0;
    std::function<Result<void>(std::string_view call)> before;

    Result<void> begin(const RunInfo& info_) {
        if (auto result = may("begin"); !result) return result;
        ++begun;
        return MemorySink::begin(info_);
    }
    Result<void> record(const Sample& sample) {
        if (auto result = may("record"); !result) return result;
        return MemorySink::record(sample);
    }
    Result<void> finish(const RunInfo& info_, const RunReport& result) {
        ++finished;
        if (auto allowed = may("finish"); !allowed) return allowed;
        return MemorySink::finish(info_, result);
    }

private:
    Result<void> may(std::string_view call) { return before ? before(call) : Result<void>(); }
};
static_assert(ResultSink<CountingSink>);

/// A run and its parts, which a test may change before it starts.
struct EmbeddedRun {
    Workplace place;
    TopicSuite suite;
    CountingSink sink;
    Scenario scenario = place.scenario();
    ScenarioHooks hooks = place.hooks();

    Task<RunReport> task() { return run_scenario(scenario, suite, sink, hooks); }

    template <class Token> auto async(const asio::any_io_executor& executor, Token&& token) {
        return async_run_scenario(executor, scenario, suite, sink, hooks,
                                  std::forward<Token>(token));
    }
};

} // namespace moebench::test
