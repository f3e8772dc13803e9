// SPDX-License-Identifier: MIT
// Measures a server that is already running, and does not stop it.
//
//   06_attach_to_running_server http://127.0.0.1:8080
#include <moebench/moebench.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace moebench;
    using namespace std::chrono_literals;
    if (argc != 2) {
        std::cerr << "usage: 06_attach_to_running_server URL\n";
        return 2;
    }
    Scenario scenario;
    scenario.url = argv[1]; // instead of scenario.server
    scenario.suite.builtin = BuiltinSuite::multi;
    scenario.run.warmup_requests = 1;
    scenario.run.repetitions = 1;
    scenario.run.max_tokens = 16;
    scenario.ready_timeout = 60s; // it may still be loading its model

    MemorySink results;
    const auto report = sync_wait(run_scenario(scenario, results));
    if (!report) {
        std::cerr << report.error().message() << "\n";
        return 1;
    }
    // only what the server reports about itself is known
    const ServerFacts& server = results.info.server;
    std::cout << "build " << server.build_info.value_or("unknown") << ", model "
              << server.model_path.value_or("unknown") << ", context " << server.n_ctx.value_or(0)
              << "\n"
              << report->summary.requests << " requests, decode "
              << report->summary.decode_tokens_per_s.mean.value_or(0) << " tokens/s\n";
    return report->outcome == Outcome::completed ? 0 : 1;
}
