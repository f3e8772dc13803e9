// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/compare/null_spread.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/detail/metric_text.hpp>
#include <moebench/report/detail/shown_text.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the three renderings of a comparison say alike. Nothing here is escaped.
namespace moebench::detail {

inline const ArmFigures* find_figures(const Comparison& comparison, const Metric& metric,
                                      std::string_view arm) {
    for (const auto& figures : comparison.arms) {
        if (figures.arm == arm && figures.metric.name == metric.name &&
            figures.metric.prompt == metric.prompt) {
            return &figures;
        }
    }
    return nullptr;
}

inline std::string typical_text(const Comparison& comparison, const Metric& metric,
                                std::string_view arm) {
    const auto* figures = find_figures(comparison, metric, arm);
    return figures && figures->typical ? quantity_text(metric, *figures->typical) : "-";
}

/// "1.021 [1.014, 1.028]", and its level where it is not the `usual` one.
inline std::string interval_cell(const MetricComparison& metric, double usual) {
    if (metric.interval) {
        const auto& [ratio, lo, hi, confidence] = *metric.interval;
        const bool other_level = std::fabs(confidence - usual) > 5e-5;
        return interval_text(ratio, lo, hi) + (other_level ? " " + level_text(confidence) : "");
    }
    if (metric.blocks.empty()) return "-";
    return ratio_text(std::exp(metric.blocks.front().log_ratio)) + " (1 block)";
}

inline std::string reference_of(const ComparisonResult& result) {
    return result.experiment.arms.empty() ? "" : result.experiment.arms.front();
}

/// All arms but the reference.
inline std::span<const std::string> compared_arms(const ComparisonResult& result) {
    const std::span<const std::string> arms = result.experiment.arms;
    return arms.empty() ? arms : arms.subspan(1);
}

inline std::vector<const MetricComparison*> metrics_of(const Comparison& comparison,
                                                       std::string_view arm) {
    std::vector<const MetricComparison*> found;
    for (const auto& metric : comparison.metrics) {
        if (metric.arm == arm) found.push_back(&metric);
    }
    return found;
}

inline std::string conclusion_sentence(const ComparisonResult& result, std::string_view arm) {
    for (const auto& concluded : result.arms) {
        if (concluded.arm == arm) return arm_sentence(result, concluded);
    }
    return "no conclusion";
}

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

inline std::string declared_text(const ComparisonResult& result, std::size_t arm) {
    const auto& declared = result.experiment.declared;
    return arm < declared.size() ? declared[arm] : "";
}

inline int measured_blocks(const ComparisonResult& result) {
    int blocks = 0;
    for (const auto& boot : result.boots) {
        if (boot.purpose == BootPurpose::measured) blocks = std::max(blocks, boot.block + 1);
    }
    return blocks;
}

/// "main, suite bench, profile measure, 5 blocks of 2 boots, took 1 h 12 min"
inline std::string setting_text(const ComparisonResult& result) {
    const auto& experiment = result.experiment;
    std::string text = experiment.model.empty() ? "" : experiment.model + ", ";
    if (!experiment.suite.empty()) text += "suite " + experiment.suite + ", ";
    if (!experiment.profile.empty()) text += "profile " + experiment.profile + ", ";
    return text + count_text(measured_blocks(result), "block") + " of " +
           count_text(static_cast<std::int64_t>(experiment.arms.size()), "boot") + ", took " +
           span_text(result.took_s);
}

/// Empty when it ran to its end.
inline std::string ending_text(const ComparisonResult& result) {
    const auto why = result.failure.empty() ? "" : ": " + headline(result.failure);
    switch (result.end) {
    case ComparisonEnd::completed: return "";
    case ComparisonEnd::time_limit: return "stopped at the time limit, after a whole block" + why;
    case ComparisonEnd::interrupted: return "interrupted; what was measured is kept" + why;
    case ComparisonEnd::arm_failed: return "ended because an arm failed" + why;
    case ComparisonEnd::failed: break;
    }
    return "failed" + why;
}

/// "95 % each, uncorrected"
inline std::string row_level_text(const ComparisonResult& result) {
    return level_text(result.experiment.confidence) + " each, uncorrected";
}

/// An arm's server as a shell would start it; empty without a boot of it.
inline std::string command_text(const ComparisonResult& result, std::string_view arm) {
    const auto* boot = example_boot(result, arm);
    if (!boot || boot->info.server_cmd.empty()) return "";
    std::string text;
    for (const auto& variable : boot->info.host.variables) {
        text += shell_assignment(variable) + " \\\n";
    }
    return text + shell_text(boot->info.server_cmd);
}

/// The command that repeats the comparison; empty for a program that is not moebench.
inline std::string repeat_text(const ComparisonResult& result) {
    const auto& words = result.experiment.command_line;
    return words.empty() ? "" : "moebench " + shell_text(words);
}

/// "b11434-82bb48500, SHA-256 9f86..."
inline std::string build_text(const ComparisonResult& result, std::string_view arm) {
    const auto* boot = example_boot(result, arm);
    if (!boot) return "no boot";
    const auto& server = boot->info.server;
    const auto build = server.build_info ? server.build_info : server.version;
    return build.value_or("unknown build") +
           (server.binary_sha256 ? ", SHA-256 " + *server.binary_sha256 : "");
}

using NamedValues = std::vector<std::pair<std::string, std::string>>;

/// The machine, by name and value; what is unknown is left out.
inline NamedValues host_values(const ComparisonResult& result) {
    NamedValues facts;
    if (result.boots.empty()) return facts;
    const auto& host = result.boots.front().info.host;
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) facts.emplace_back(name, *value);
    };
    add("CPU", host.cpu_model);
    if (host.cpu_cores || host.cpu_threads) {
        facts.emplace_back(
            "cores", (host.cpu_cores ? std::to_string(*host.cpu_cores) : "?") + " cores, " +
                         (host.cpu_threads ? std::to_string(*host.cpu_threads) : "?") + " threads");
    }
    add("governor", host.governor);
    if (host.memory_bytes) {
        facts.emplace_back("memory",
                           number_text(static_cast<double>(*host.memory_bytes) / (1ULL << 30U)) +
                               " GiB");
    }
    for (const auto& gpu : host.gpus) facts.emplace_back("GPU", gpu);
    add("GPU driver", host.gpu_driver);
    add("kernel", host.kernel);
    return facts;
}

/// How the figures come about.
inline std::string method_text(const ComparisonResult& result) {
    const auto& experiment = result.experiment;
    const auto tests = static_cast<std::int64_t>(result.tested.metrics.size());
    return "Every block boots each arm once, in balanced random order (seed " +
           std::to_string(experiment.order_seed) + "), and every boot does the same work " +
           (experiment.repetitions == 1 ? "once"
                                        : std::to_string(experiment.repetitions) + " times") +
           "; a boot counts as one value a metric: the median over repetitions, then the geometric "
           "mean over prompts. The ratio is the geometric mean over the blocks of arm / " +
           reference_of(result) +
           ", with the paired t interval at the level that Holm's procedure "
           "leaves it (" +
           level_text(experiment.confidence) + " over " + count_text(tests, "test") +
           " together); a difference that lies wholly inside ±" +
           level_text(experiment.noise_threshold) + " counts as none.";
}

} // namespace moebench::detail
