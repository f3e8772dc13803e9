// SPDX-License-Identifier: MIT
// Compares two physical batch sizes of one server, with three fresh boots each: is one faster, and
// are the answers the same?
//
//   05_compare_builds LLAMA_SERVER MODEL.gguf
#include <moebench/moebench.hpp>

#include <filesystem>
#include <iostream>

int main(int argc, char** argv) {
    using namespace moebench;
    if (argc != 3) {
        std::cerr << "usage: 05_compare_builds LLAMA_SERVER MODEL.gguf\n";
        return 2;
    }
    ServerConfig server;
    server.binary = argv[1];
    server.model = argv[2];
    server.profile = Profile::measure; // flags that make boots comparable

    Experiment experiment;
    experiment.arms = {Arm("ub 512", server), Arm("ub 16", server)};
    experiment.arms[1].server.extra_args = {"-ub", "16"};
    experiment.arms[1].declared = "-ub 16";
    experiment.boots = StoppingRule{.min_boots = 3, .max_boots = 3};
    experiment.order_seed = 1;
    experiment.scenario.suite.builtin = BuiltinSuite::multi;
    experiment.scenario.run.repetitions = 1; // every boot does the same work
    experiment.scenario.run.warmup_requests = 4;
    experiment.scenario.run.max_tokens = 32;
    experiment.answers.positions = 64;
    experiment.answers.text_tokens = 256;
    experiment.boot_folder = "05_boots"; // logs and samples
    std::filesystem::create_directories(experiment.boot_folder);

    JournalFile journal("05_boots.jsonl"); // one line per boot, at once
    const auto result = sync_wait(run_comparison(experiment, journal));

    if (!result) { // it could not start
        std::cerr << result.error().message() << "\n";
        return 1;
    }
    std::cout << render_comparison_text(*result);
    return result->end == ComparisonEnd::completed ? 0 : 1;
}
