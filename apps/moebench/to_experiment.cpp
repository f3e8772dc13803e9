// SPDX-License-Identifier: MIT
#include "to_experiment.hpp"

#include <moebench/compare/boot_plan.hpp>
#include <moebench/server/server_command.hpp>
#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace moebench::cli {

namespace {

/// Room for the text of the answer pass, a reply, and the chat template.
std::int64_t context_for(std::int64_t suites, const AnswerOptions& answers) {
    if (answers.positions == 0) return suites;
    const std::int64_t wanted = answers.text_tokens + answers.reply_tokens + 256;
    return std::max(suites, (wanted + 255) / 256 * 256);
}

/// An A/A needs as many blocks as the comparison to find differences of the same size.
int aa_blocks(const CompareOptions& options) {
    return options.aa_first ? std::max(options.min_boots, blocks_for_verdict) : 0;
}

/// Labels that distinguish the arms' binaries: file names, or paths if some names are equal. Empty
/// if all arms have the same binary.
std::vector<std::string> binary_labels(const std::vector<std::string>& binaries) {
    std::vector<std::string> names;
    for (const auto& binary : binaries) {
        names.push_back(std::filesystem::path(binary).filename().string());
    }
    const auto kinds = [](const std::vector<std::string>& texts) {
        return std::set<std::string>(texts.begin(), texts.end()).size();
    };
    if (kinds(binaries) == 1) return std::vector<std::string>(binaries.size());
    return kinds(names) == kinds(binaries) ? names : binaries;
}

std::string declared_text(const ArmOptions& arm, const std::string& binary) {
    std::vector<std::string> words;
    if (!binary.empty()) words.push_back(binary);
    for (const auto& word : redacted_argv(arm.args)) words.push_back(word);
    for (const auto& variable : arm.environment) words.push_back(redacted_variable(variable));
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

class ExperimentPlanner {
public:
    ExperimentPlanner(const CompareOptions& options, const Surroundings& surroundings)
        : options_(options), surroundings_(surroundings) {}

    Result<ComparePlan> plan(std::uint64_t random_seed) {
        if (auto planned = plan_arms(); !planned) return planned.error();
        auto& experiment = plan_.experiment;
        auto rule = make_stopping_rule(options_.min_boots, options_.max_boots, options_.precision);
        if (!rule) return prefixed("--boots", rule.error());
        experiment.boots = *rule;
        experiment.order_seed = random_seed;
        if (options_.order_seed) {
            experiment.order_seed = static_cast<std::uint64_t>(*options_.order_seed);
        }
        experiment.noise_threshold = options_.noise_threshold;
        experiment.aa_blocks = aa_blocks(options_);
        experiment.interleave = options_.interleave;
        experiment.cooldown = options_.cooldown;
        experiment.prepare = options_.prepare;
        experiment.time_limit = options_.time_limit;
        experiment.answers = options_.answers;
        experiment.metrics = options_.metrics;
        experiment.command_line = options_.command_line;
        experiment.boot_folder = boot_folder_of(plan_.outputs.result);
        if (auto checked = check(experiment); !checked) return checked.error();
        return std::move(plan_);
    }

private:
    /// Plans every arm as a separate run; the first one gives the shared values.
    Result<void> plan_arms() {
        std::vector<std::string> binaries;
        for (const auto& arm : options_.arms) {
            auto planned = to_scenario(options_of(arm), surroundings_);
            if (!planned) return prefixed(arm.name, planned.error());
            auto& server = planned->scenario.server;
            if (!options_.run.ctx_size) {
                server.ctx_size = context_for(server.ctx_size, options_.answers);
            }
            binaries.push_back(server.binary);
            auto& added = plan_.experiment.arms.emplace_back(arm.name, server);
            added.set_variables = options_.run.environment;
            added.set_variables.insert(added.set_variables.end(), arm.environment.begin(),
                                       arm.environment.end());
            if (plan_.experiment.arms.size() == 1) take_shared(std::move(*planned));
        }
        const auto labels = binary_labels(binaries);
        for (std::size_t i = 0; i < options_.arms.size(); ++i) {
            plan_.experiment.arms[i].declared = declared_text(options_.arms[i], labels[i]);
        }
        return {};
    }

    CliOptions options_of(const ArmOptions& arm) const {
        CliOptions run = options_.run;
        if (run.out.empty()) {
            const auto& suite = run.scenario.suite;
            const auto label = suite.file.empty() ? suite_name(suite) : std::string("file");
            run.out = "moebench-compare-" + label + "-" + surroundings_.utc_time + ".json";
        }
        const auto& baseline = options_.arms.front().server_bin;
        const auto& binary = arm.server_bin.empty() ? baseline : arm.server_bin;
        if (!binary.empty()) run.server_bin = binary;
        auto& extra = run.scenario.server.extra_args;
        extra.insert(extra.end(), arm.args.begin(), arm.args.end());
        run.environment.insert(run.environment.end(), arm.environment.begin(),
                               arm.environment.end());
        return run;
    }

    void take_shared(RunPlan planned) {
        plan_.experiment.scenario = std::move(planned.scenario);
        plan_.outputs = std::move(planned.outputs);
        plan_.outputs.log.clear();
        plan_.outputs.named_by_us = options_.run.out.empty();
        plan_.experiment.scenario.log_file.clear();
        plan_.subject = std::move(planned.subject);
        plan_.warnings = std::move(planned.warnings);
        const auto context = plan_.experiment.arms.front().server.ctx_size;
        if (!options_.run.ctx_size) {
            plan_.notes.push_back("context: " + std::to_string(context) +
                                  " tokens, enough for suite and answer pass (--ctx-size)");
        }
    }

    const CompareOptions& options_;
    const Surroundings& surroundings_;
    ComparePlan plan_;
};

} // namespace

std::string boot_folder_of(const std::string& result) {
    return std::filesystem::path(result).replace_extension(".boots").string();
}

Result<ComparePlan> to_experiment(const CompareOptions& options, const Surroundings& surroundings,
                                  std::uint64_t random_seed) {
    return ExperimentPlanner(options, surroundings).plan(random_seed);
}

} // namespace moebench::cli
