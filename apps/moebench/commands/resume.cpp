// SPDX-License-Identifier: MIT
#include "compare.hpp"
#include "compare_flags.hpp"
#include "resume.hpp"
#include "resumed_words.hpp"
#include "session.hpp"
#include "surroundings.hpp"

#include <moebench/compare/boot_plan.hpp>
#include <moebench/compare/design_change.hpp>
#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/text_file.hpp>
#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace moebench::cli {

namespace {

std::string journal_of(const std::string& result) {
    return std::filesystem::path(result).replace_extension(".jsonl").string();
}

Result<ComparisonResult> read_journal(const std::string& path) {
    const auto text = read_text_file(path);
    if (!text) {
        return fail(Errc::invalid_option,
                    "no journal of the comparison: " + text.error().message());
    }
    auto journal = parse_journal(*text);
    return journal ? std::move(journal) : prefixed(path, journal.error());
}

/// What a resumed command line means.
struct Resumed {
    CompareOptions options;
    Surroundings surroundings;
    /// Of `options`; `surroundings` names it.
    std::optional<TemporaryFolder> empty_folder;
    ComparePlan plan;
};

Result<Resumed> understood(const ExperimentFacts& started, const ResumeOptions& typed) {
    auto words = resumed_words(started.command_line, typed);
    auto command = words ? parse_command_line(*words) : Result<CommandLine>(words.error());
    if (!command) return command.error();
    Resumed resumed;
    resumed.options = std::move(std::get<CompareOptions>(*command));
    resumed.surroundings = read_surroundings();
    auto folder = give_empty_folder(resumed.options.run.clean_env, resumed.surroundings);
    if (!folder) return folder.error();
    if (*folder) resumed.empty_folder.emplace(std::move(**folder));
    auto plan = to_experiment(resumed.options, resumed.surroundings, started.order_seed);
    if (!plan) return plan.error();
    resumed.plan = std::move(*plan);
    if (auto read = read_input(resumed.plan.experiment.scenario.suite); !read) return read.error();
    if (const auto change = design_change(started, facts_of(resumed.plan.experiment))) {
        return fail(Errc::invalid_option, change->what + ": '" + change->before +
                                              "' when the comparison started, '" + change->now +
                                              "' now");
    }
    return resumed;
}

/// Takes `--boots` out of the typed flags if it asks for more blocks than planned; returns how
/// many. Zero: it does not.
int take_more_boots(const ExperimentFacts& started, ResumeOptions& typed) {
    constexpr std::string_view boots = "--boots";
    const auto given = std::ranges::find(typed.flags, boots, &TypedFlag::name);
    if (started.servers.empty() || given == typed.flags.end()) return 0;
    const auto counts = parse_boots(given->words.back());
    const bool more = counts && counts->most > started.max_boots &&
                      (!counts->is_range || counts->least == started.min_boots);
    if (!more) return 0;
    typed.flags.erase(given);
    return counts->most;
}

/// The typed flag that alone makes the command refused; empty: it takes several, or none.
std::string refused_flag(const ExperimentFacts& started, const ResumeOptions& typed) {
    std::set<std::string> names = {"--"};
    for (const auto& flag : typed.flags) names.insert(flag.name);
    for (const auto& name : names) {
        if (!understood(started, only_flag(typed, name))) return name;
    }
    return {};
}

Failure refusal(const ExperimentFacts& started, const ResumeOptions& typed,
                const Failure& failure) {
    if (!understood(started, ResumeOptions())) return failure; // not for what was typed
    const auto flag = refused_flag(started, typed);
    const auto named = flag == "--" ? std::string("flags after --") : flag;
    return fail(Errc::invalid_option, (named.empty() ? "" : named + ": ") + failure.message() +
                                          "; leave out " +
                                          (named.empty() ? "the other flags" : named) +
                                          ", or start another comparison with another --out");
}

} // namespace

ExitCode resume(const ResumeOptions& options) {
    ResumeOptions typed = options;
    auto journal = read_journal(journal_of(typed.out));
    if (!journal) return report_error(prefixed("--resume", journal.error()));
    const auto& started = journal->experiment;
    const int more_boots = take_more_boots(started, typed);
    auto resumed = understood(started, typed);
    if (!resumed) {
        return report_error(prefixed("--resume", refusal(started, typed, resumed.error())));
    }
    if (started.servers.empty() && !resumed->options.run.quiet) {
        print("moebench: warning: the journal of an older moebench does not hold the design of its "
              "comparison; the flags of this command are used\n");
    }
    resumed->plan.experiment.extended_boots = std::max(more_boots, started.extended_boots);
    return compare(resumed->options, resumed->surroundings, std::move(resumed->plan),
                   std::move(*journal));
}

} // namespace moebench::cli
