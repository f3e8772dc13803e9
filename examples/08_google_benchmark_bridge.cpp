// SPDX-License-Identifier: MIT
// moebench in a Google Benchmark program: each repetition is a fresh boot of the server, each
// metric a counter. Google Benchmark's flags, reports and aggregates work as usual.
//
//   08_google_benchmark_bridge LLAMA_SERVER MODEL.gguf [--benchmark_...]
#include <moebench/moebench.hpp>

#include <iostream>

#include <benchmark/benchmark.h>

using namespace moebench;

void measure(benchmark::State& state, const Scenario& scenario) {
    for ([[maybe_unused]] auto iteration : state) {
        MemorySink results;
        const auto report = sync_wait(run_scenario(scenario, results));
        if (!report || report->failure) {
            const Failure& failure = report ? *report->failure : report.error();
            return state.SkipWithError(failure.message().c_str());
        }
        const Summary& summary = report->summary;
        state.SetIterationTime(summary.duration_s); // requests only, without boot and warm-up
        const auto count = [&](const char* metric, std::optional<double> value) {
            if (value) state.counters[metric] = *value;
        };
        count("ttft_s", summary.ttft.mean);
        count("inter_token_latency_s", summary.inter_token_latency.mean);
        count("prefill_tokens_per_s", summary.prefill_tokens_per_s.mean);
        count("decode_tokens_per_s", summary.decode_tokens_per_s.mean);
    }
}

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv); // removes its own flags
    if (argc != 3) {
        std::cerr << "usage: 08_google_benchmark_bridge LLAMA_SERVER MODEL.gguf\n";
        return 2;
    }
    Scenario scenario;
    scenario.server.binary = argv[1];
    scenario.server.model = argv[2];
    scenario.suite.builtin = BuiltinSuite::multi;
    scenario.run.warmup_requests = 1;
    scenario.run.repetitions = 1; // equal work in every boot
    scenario.run.max_tokens = 16;
    benchmark::RegisterBenchmark("multi", measure, scenario)
        ->Iterations(1)
        ->Repetitions(3)
        ->UseManualTime()
        ->Unit(benchmark::kSecond);
    return benchmark::RunSpecifiedBenchmarks() == 1 ? 0 : 1;
}
