// SPDX-License-Identifier: MIT
// moebench in a program with its own event loop: a callback, results as values instead of files,
// and a time limit that cancels the run.
//
//   03_embed_in_harness LLAMA_SERVER MODEL.gguf
#include <moebench/moebench.hpp>

#include <boost/asio.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace moebench;
    using namespace std::chrono_literals;
    if (argc != 3) {
        std::cerr << "usage: 03_embed_in_harness LLAMA_SERVER MODEL.gguf\n";
        return 2;
    }
    Scenario scenario;
    scenario.server.binary = argv[1];
    scenario.server.model = argv[2];
    scenario.suite.builtin = BuiltinSuite::base;
    scenario.run.warmup = 0s;
    scenario.run.duration = 60s;

    asio::io_context loop;
    asio::cancellation_signal cancel;
    asio::steady_timer limit(loop);

    ScenarioHooks hooks;
    hooks.progress = [&](const Progress& progress) {
        if (progress.requests != 1) return;
        std::cout << "the first reply is here\n";
        limit.expires_after(2s); // a harness decides when it has enough
        limit.async_wait([&](auto error) {
            if (!error) cancel.emit(asio::cancellation_type::terminal);
        });
    };
    MemorySink results;
    int code = 1;
    const auto done = [&](std::exception_ptr thrown, Result<RunReport> report) {
        limit.cancel();
        if (thrown || !report) return; // nothing was measured
        const bool enough =
            report->outcome == Outcome::completed || report->outcome == Outcome::interrupted;
        std::cout << to_string(report->outcome) << ": " << results.samples.size() << " samples\n";
        code = enough && !results.samples.empty() ? 0 : 1;
    };
    async_run_scenario(loop.get_executor(), scenario, results, hooks,
                       asio::bind_cancellation_slot(cancel.slot(), done));
    loop.run(); // other work of the program runs here too; the server ends with the run
    return code;
}
