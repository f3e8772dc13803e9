// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/shown_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What was compared, where and how. Nothing here is escaped.
namespace moebench::detail {

inline std::string baseline_of(const ComparisonResult& result) {
    return result.experiment.arms.empty() ? "" : result.experiment.arms.front();
}

inline int measured_blocks(const ComparisonResult& result) {
    int blocks = 0;
    for (const auto& boot : result.boots) {
        if (boot.purpose == BootPurpose::measured) blocks = std::max(blocks, boot.block + 1);
    }
    return blocks;
}

/// "main, suite bench, profile measure, 5 rounds of 2 boots, took 1 h 12 min"
inline std::string setting_text(const ComparisonResult& result) {
    const auto& experiment = result.experiment;
    std::string text = experiment.model.empty() ? "" : experiment.model + ", ";
    if (!experiment.suite.empty()) text += "suite " + experiment.suite + ", ";
    if (!experiment.profile.empty()) text += "profile " + experiment.profile + ", ";
    return text + count_text(measured_blocks(result), "round") + " of " +
           count_text(static_cast<std::int64_t>(experiment.arms.size()), "boot") + ", took " +
           span_text(result.took_s);
}

/// Empty when it ran to its end.
inline std::string ending_text(const ComparisonResult& result) {
    const auto why = result.failure.empty() ? "" : ": " + headline(result.failure);
    switch (result.end) {
    case ComparisonEnd::completed: return "";
    case ComparisonEnd::time_limit: return "stopped at the time limit, after a whole round" + why;
    case ComparisonEnd::interrupted: return "interrupted; what was measured is kept" + why;
    case ComparisonEnd::arm_failed: return "ended because an arm failed" + why;
    case ComparisonEnd::failed: break;
    }
    return "failed" + why;
}

/// How an arm was started.
struct ArmSetup {
    std::string name;
    /// What is special about it by request; may be empty.
    std::string declared;
    /// "b11434-82bb48500, SHA-256 9f86..."
    std::string build;
    /// For a shell; empty without a boot.
    std::string command;
};

/// A boot that shows how an arm was started: a measured one where there is any.
inline const BootRecord* example_boot(const ComparisonResult& result, std::string_view arm) {
    const BootRecord* example = nullptr;
    for (const auto& boot : result.boots) {
        if (boot.arm != arm) continue;
        if (boot.purpose == BootPurpose::measured) return &boot;
        if (!example) example = &boot;
    }
    return example;
}

inline std::vector<ArmSetup> arm_setups(const ComparisonResult& result) {
    const auto& arms = result.experiment.arms;
    const auto& declared = result.experiment.declared;
    std::vector<ArmSetup> setups;
    for (std::size_t i = 0; i < arms.size(); ++i) {
        auto& setup = setups.emplace_back(
            ArmSetup{arms[i], i < declared.size() ? declared[i] : "", "no boot", ""});
        const auto* boot = example_boot(result, arms[i]);
        if (!boot) continue;
        const auto& server = boot->info.server;
        const auto& build = server.build_info ? server.build_info : server.version;
        setup.build = build.value_or("unknown build") +
                      (server.binary_sha256 ? ", SHA-256 " + *server.binary_sha256 : "");
        if (boot->info.server_cmd.empty()) continue;
        for (const auto& variable : boot->info.host.variables) {
            setup.command += shell_assignment(variable) + " \\\n";
        }
        setup.command += shell_text(boot->info.server_cmd);
    }
    return setups;
}

/// The command that repeats the comparison; empty for a program that is not moebench.
inline std::string repeat_text(const ComparisonResult& result) {
    const auto& words = result.experiment.command_line;
    return words.empty() ? "" : "moebench " + shell_text(words);
}

using NamedValues = std::vector<std::pair<std::string, std::string>>;

/// The machine, by name and value; what is unknown is left out.
inline NamedValues machine_values(const ComparisonResult& result) {
    NamedValues facts;
    if (result.boots.empty()) return facts;
    const auto& host = result.boots.front().info.host;
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) facts.emplace_back(name, *value);
    };
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : "?"; };
    add("CPU", host.cpu_model);
    if (host.cpu_cores || host.cpu_threads) {
        add("cores", number(host.cpu_cores) + " cores, " + number(host.cpu_threads) + " threads");
    }
    add("governor", host.governor);
    if (host.memory_bytes) {
        add("memory",
            number_text(static_cast<double>(*host.memory_bytes) / (1ULL << 30U)) + " GiB");
    }
    for (const auto& gpu : host.gpus) add("GPU", gpu);
    add("GPU driver", host.gpu_driver);
    add("kernel", host.kernel);
    return facts;
}

/// How the figures were obtained.
inline std::string method_text(const ComparisonResult& result) {
    const auto& experiment = result.experiment;
    const auto tests = static_cast<std::int64_t>(result.tested.metrics.size());
    return "Every round boots each arm once, in balanced random order (seed " +
           std::to_string(experiment.order_seed) +
           (experiment.interleave
                ? "); their servers live at once, and their requests take turns. Every boot does"
                : "). Every boot does") +
           " the same work, in " + count_text(experiment.repetitions, "pass") +
           " over the suite, and gives one value per metric: the median over the passes, then the "
           "geometric mean over the prompts. The speedup is the geometric mean of arm / " +
           baseline_of(result) +
           " (of a time, the inverse) over the rounds, with its paired t interval at the level "
           "that Holm's procedure gives "
           "it (" +
           level_text(experiment.confidence) + " for " + count_text(tests, "test") +
           " together). A difference whose interval lies within ±" +
           level_text(experiment.noise_threshold) + " counts as none.";
}

} // namespace moebench::detail
