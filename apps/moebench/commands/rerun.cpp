// SPDX-License-Identifier: MIT
#include "compare.hpp"
#include "rerun.hpp"
#include "rerun_words.hpp"
#include "run.hpp"
#include "saved_result.hpp"
#include "session.hpp"
#include "surroundings.hpp"

#include <moebench/report/side_by_side.hpp>
#include <moebench/server/scenario_facts.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

namespace moebench::cli {

namespace {

/// What is used of the saved result.
struct Theirs {
    std::vector<std::string> command_line;
    ServerFacts server;
    std::string model;
    std::uint64_t order_seed = 0;
    bool comparison = false;
};

Theirs theirs_of(const SavedResult& saved) {
    Theirs theirs;
    if (const auto* run = std::get_if<RunResult>(&saved)) {
        theirs.command_line = run->info.command_line;
        theirs.server = run->info.server;
        theirs.model = run->info.repo;
        return theirs;
    }
    const auto& comparison = std::get<ComparisonResult>(saved);
    theirs.comparison = true;
    theirs.command_line = comparison.experiment.command_line;
    theirs.model = comparison.experiment.model;
    theirs.order_seed = comparison.experiment.order_seed;
    if (!comparison.boots.empty()) theirs.server = comparison.boots.front().info.server;
    return theirs;
}

/// Refuses a different model file, unless `allowed`. A repository is identified by its name.
Result<void> check_model(const Theirs& theirs, const Scenario& ours, bool allowed) {
    if (allowed || ours.server.model.empty() || !theirs.server.model_head_sha256) return {};
    ServerFacts facts;
    read_model_identity(facts, ours.server.model);
    if (!facts.model_head_sha256) return {}; // the server will report what is wrong with it
    const bool same = facts.model_head_sha256 == theirs.server.model_head_sha256 &&
                      facts.model_bytes == theirs.server.model_bytes;
    if (same) return {};
    return fail(Errc::invalid_option,
                ours.server.model + " is not the model of the result (" + theirs.model + ", " +
                    std::to_string(theirs.server.model_bytes.value_or(0)) + " bytes, " +
                    theirs.server.model_head_sha256->substr(0, 12) +
                    "); give the right file with --model, or accept this one with --other-model");
}

/// When the file was last written; absent if there is none.
std::optional<std::filesystem::file_time_type> written_at(const std::string& path) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path, error);
    if (error) return std::nullopt;
    return time;
}

template <class Options>
ExitCode again(const RerunOptions& rerun, const Theirs& theirs, const SavedResult& saved,
               CliOptions& shared, Options& options, ExitCode (*command)(const Options&)) {
    if (auto checked = check_model(theirs, shared.scenario, rerun.other_model); !checked)
        return report_error(checked.error());
    // the new result is read again below, so its name must be known
    if (shared.out.empty()) {
        shared.out = "moebench-rerun-" + read_surroundings().utc_time + ".json";
    }
    const auto before = written_at(shared.out);
    const auto code = command(options);
    if (written_at(shared.out) == before) return code; // no file, or one of an older session
    auto ours = read_saved_result(shared.out);
    if (!ours) return code;
    const auto* run = std::get_if<RunResult>(&saved);
    const auto text = run != nullptr ? render_side_by_side(*run, std::get<RunResult>(*ours))
                                     : render_side_by_side(std::get<ComparisonResult>(saved),
                                                           std::get<ComparisonResult>(*ours));
    print("\n" + text);
    return code;
}

} // namespace

ExitCode rerun(const RerunOptions& options) {
    auto saved = read_saved_result(options.result);
    if (!saved) return report_error(saved.error());
    const Theirs theirs = theirs_of(*saved);
    auto words = rerun_words(theirs.command_line, options,
                             theirs.comparison ? std::optional(theirs.order_seed) : std::nullopt);
    auto command = words ? parse_command_line(*words) : Result<CommandLine>(words.error());
    if (!command) return report_error(prefixed("rerun: " + options.result, command.error()));
    if (auto* compared = std::get_if<CompareOptions>(&*command)) {
        return again(options, theirs, *saved, compared->run, *compared, &compare);
    }
    if (auto* run_again = std::get_if<CliOptions>(&*command)) {
        return again(options, theirs, *saved, *run_again, *run_again, &run);
    }
    return report_error(fail(Errc::invalid_option,
                             options.result + ": its command line is not a run or a comparison"));
}

} // namespace moebench::cli
