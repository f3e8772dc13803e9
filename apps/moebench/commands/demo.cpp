// SPDX-License-Identifier: MIT
#include "demo.hpp"
#include "run.hpp"
#include "surroundings.hpp"

#include <filesystem>
#include <string>
#include <system_error>

namespace moebench::cli {

namespace {

/// LLAMA_SIM_PATH, else the llama-sim in the folder of this program.
std::string simulator() {
    std::string path = environment_variable("LLAMA_SIM_PATH");
    if (!path.empty()) return path;
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return (self.parent_path() / "llama-sim").string();
}

} // namespace

ExitCode demo(const DemoOptions& options) {
    const std::filesystem::path folder = options.out;
    CliOptions run_options;
    run_options.server_bin = simulator();
    run_options.scenario.server.repo = "moebench/simulated-moe";
    run_options.scenario.suite.builtin = BuiltinSuite::multi;
    run_options.scenario.run.duration = std::chrono::seconds(15);
    run_options.warmup = std::chrono::seconds(2);
    run_options.out = (folder / "result.json").string();
    run_options.samples = (folder / "samples.jsonl").string();
    run_options.log = (folder / "server.log").string();
    run_options.progress = options.progress;
    run_options.quiet = options.quiet;
    run_options.table = true;
    return run(run_options);
}

} // namespace moebench::cli
