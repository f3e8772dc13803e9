// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_plan.hpp>
#include <moebench/compare/detail/block_order.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/server/detail/check_server.hpp>
#include <moebench/server/server_command.hpp>
#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace moebench {

namespace detail {

/// The work of the suite, in one line.
inline std::string work_text(const Scenario& scenario) {
    const auto& run = scenario.run;
    std::string text = sizes_text(scenario.suite);
    if (!text.empty()) text += "; ";
    if (!has_rows(scenario.suite)) text += "max_tokens " + std::to_string(run.max_tokens) + ", ";
    text += run.warmup_requests ? "warm-up requests " + std::to_string(*run.warmup_requests)
                                : "warm-up " + number_text(to_seconds(run.warmup)) + " s";
    if (run.cache_prompt) text += ", cache_prompt";
    if (!run.stream) text += ", not streamed";
    if (run.ignore_eos) text += ", ignore_eos";
    if (run.seed) text += ", seed " + std::to_string(*run.seed);
    if (!run.extra_body.empty()) text += ", " + run.extra_body;
    return text;
}

inline std::string settings_text(const ServerConfig& server) {
    std::string text = std::string(to_string(server.mode));
    if (server.n_cpu_moe) text = std::to_string(*server.n_cpu_moe) + " layers of experts on CPU";
    for (const auto& each : server.override_tensors) text += ", " + each;
    text += ", context " + std::to_string(server.ctx_size);
    if (server.cache_prompt) text += ", prompt cache";
    if (server.no_op_offload) text += ", no op offload";
    if (server.load_mode) text += ", load mode " + *server.load_mode;
    return text;
}

inline ServerDesign design_of(const Arm& arm) {
    ServerDesign design;
    design.binary = arm.server.binary;
    design.settings = settings_text(arm.server);
    design.flags = redacted_argv(arm.server.extra_args);
    std::set<std::string> variables;
    for (auto& each : recorded_variables(arm.server.environment)) variables.insert(each);
    for (const auto& each : arm.set_variables) variables.insert(redacted_variable(each));
    design.variables.assign(variables.begin(), variables.end());
    return design;
}

inline bool all_alike(const std::vector<Arm>& arms) {
    return std::all_of(arms.begin(), arms.end(), [&](const Arm& arm) {
        const auto& one = arms.front().server;
        const auto& other = arm.server;
        return one.binary == other.binary && one.extra_args == other.extra_args &&
               one.environment == other.environment;
    });
}

} // namespace detail

MOEBENCH_DECL Result<void> check(const Experiment& experiment) {
    const auto fault = [](std::string what) {
        return fail(Errc::invalid_option, "comparison: " + std::move(what));
    };
    ComparisonPlan plan{.metrics = {Metric()}, // which ones there are, the boots will show
                        .confidence = experiment.confidence,
                        .noise_threshold = experiment.noise_threshold};
    for (const auto& arm : experiment.arms) plan.arms.push_back(arm.name);
    if (auto checked = check(plan); !checked) return checked;
    if (!experiment.scenario.run.repetitions) {
        return fault("all arms do equal work: give a number of repetitions, not a duration");
    }
    if (!experiment.scenario.url.empty()) {
        return fault("an address cannot be used, because each boot starts a server");
    }
    return {};
}

MOEBENCH_DECL std::vector<PlannedBoot> planned_boots(const Experiment& experiment) {
    const auto& arms = experiment.arms;
    std::vector<PlannedBoot> boots;
    const auto add = [&](BootPurpose purpose, int block, std::size_t place, std::size_t arm,
                         std::string_view name) {
        boots.push_back({purpose, block, static_cast<int>(place), arm, std::string(name)});
    };
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        add(BootPurpose::preliminary, 0, arm, arm, arms[arm].name);
    }
    if (passes_answers(experiment)) {
        add(BootPurpose::preliminary, 0, arms.size(), 0, arms[0].name);
    }
    const auto blocks = [](int count) { return static_cast<std::size_t>(count); };
    // another seed, so that the A/A does not repeat the order of the comparison
    const auto aa = detail::block_order(2, blocks(experiment.aa_blocks),
                                        blocks(experiment.aa_blocks), experiment.order_seed + 1);
    for (std::size_t block = 0; block < aa.size(); ++block) {
        for (std::size_t place = 0; place < aa[block].size(); ++place) {
            add(BootPurpose::aa, static_cast<int>(block), place, 0, aa_arms[aa[block][place]]);
        }
    }
    const auto order = detail::block_order(arms.size(), blocks(experiment.boots.min_boots),
                                           blocks(most_blocks(experiment)), experiment.order_seed);
    for (std::size_t block = 0; block < order.size(); ++block) {
        for (std::size_t place = 0; place < order[block].size(); ++place) {
            const auto arm = order[block][place];
            add(BootPurpose::measured, static_cast<int>(block), place, arm, arms[arm].name);
        }
    }
    return boots;
}

MOEBENCH_DECL ExperimentFacts facts_of(const Experiment& experiment) {
    const auto& scenario = experiment.scenario;
    const auto& server = experiment.arms.front().server;
    ExperimentFacts facts;
    for (const auto& arm : experiment.arms) {
        facts.arms.push_back(arm.name);
        facts.declared.push_back(arm.declared);
        facts.servers.push_back(detail::design_of(arm));
    }
    facts.suite = suite_name(scenario.suite);
    facts.suite_sha256 = input_sha256(scenario.suite);
    facts.model = detail::asked_model(server);
    facts.profile = to_string(server.profile);
    facts.repetitions = scenario.run.repetitions.value_or(1);
    facts.work = detail::work_text(scenario);
    facts.min_boots = experiment.boots.min_boots;
    facts.max_boots = experiment.boots.max_boots;
    facts.extended_boots = experiment.extended_boots;
    facts.precision = experiment.boots.precision;
    facts.order_seed = experiment.order_seed;
    facts.confidence = experiment.confidence;
    facts.noise_threshold = experiment.noise_threshold;
    facts.aa_blocks = experiment.aa_blocks;
    facts.interleave = experiment.interleave;
    facts.aa = detail::all_alike(experiment.arms);
    facts.answers = experiment.answers;
    facts.metrics = experiment.metrics;
    facts.suite_file = scenario.suite.file;
    facts.command_line = experiment.command_line;
    return facts;
}

} // namespace moebench
