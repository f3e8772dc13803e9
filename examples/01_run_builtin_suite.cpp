// SPDX-License-Identifier: MIT
// Measures one server with the suite `multi` and writes the result files.
//
//   01_run_builtin_suite LLAMA_SERVER MODEL.gguf
#include <moebench/moebench.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace moebench;
    using namespace std::chrono_literals;
    if (argc != 3) {
        std::cerr << "usage: 01_run_builtin_suite LLAMA_SERVER MODEL.gguf\n";
        return 2;
    }
    Scenario scenario;
    scenario.server.binary = argv[1];
    scenario.server.model = argv[2];
    scenario.server.mode = OffloadMode::cpu_moe;
    scenario.suite.builtin = BuiltinSuite::multi;
    scenario.run.warmup = 1s;
    scenario.run.duration = 2s;
    scenario.run.max_tokens = 48;
    scenario.log_file = "01_server.log";

    JsonLinesSink samples("01_samples.jsonl"); // one line per request, at once
    JsonFileSink result("01_result.json");     // everything, at the end
    TeeSink sink(samples, result);
    const Result<RunReport> report = sync_wait(run_scenario(scenario, sink));

    if (!report) { // nothing was measured
        std::cerr << report.error().message() << "\n";
        return 1;
    }
    if (report->failure) std::cerr << report->failure->message() << "\n";
    const Summary& summary = report->summary;
    std::cout << summary.requests << " requests, " << summary.failed_requests << " failed\n"
              << "prefill " << summary.prefill_tokens_per_s.mean.value_or(0) << " tokens/s, decode "
              << summary.decode_tokens_per_s.mean.value_or(0) << " tokens/s\n";
    return report->outcome == Outcome::completed ? 0 : 1;
}
