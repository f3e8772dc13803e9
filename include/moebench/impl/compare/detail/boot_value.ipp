// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/boot_value.hpp>
#include <moebench/stats/detail/outliers.hpp>
#include <moebench/stats/detail/paired_t.hpp>

#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

namespace moebench::detail {

struct PromptValues {
    std::string_view prompt;
    const std::vector<double>* repetitions;
};

inline std::vector<PromptValues> values_of(const BootMeasurement& boot, const Metric& metric) {
    std::vector<PromptValues> found;
    for (const auto& prompt : boot.prompts) {
        if (!metric.prompt.empty() && metric.prompt != prompt.prompt) continue;
        const auto values = prompt.values.find(metric.name);
        if (values == prompt.values.end() || values->second.empty()) continue;
        found.push_back({prompt.prompt, &values->second});
    }
    return found;
}

MOEBENCH_DECL std::optional<double> log_boot_value(const BootMeasurement& boot,
                                                   const Metric& metric) {
    const auto prompts = values_of(boot, metric);
    if (prompts.empty()) return std::nullopt;
    double sum = 0;
    for (const auto& [prompt, repetitions] : prompts) {
        for (const double value : *repetitions) {
            if (!(value > 0) || std::isinf(value)) return std::nullopt;
        }
        sum += std::log(*median(*repetitions));
    }
    return sum / static_cast<double>(prompts.size());
}

MOEBENCH_DECL bool equal_work(const BootMeasurement& left, const BootMeasurement& right,
                              const Metric& metric) {
    const auto ours = values_of(left, metric), theirs = values_of(right, metric);
    if (ours.size() != theirs.size()) return false;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (ours[i].prompt != theirs[i].prompt) return false;
        if (ours[i].repetitions->size() != theirs[i].repetitions->size()) return false;
    }
    return true;
}

MOEBENCH_DECL std::optional<double>
spread_within_boots(std::span<const BootMeasurement* const> boots, const Metric& metric) {
    double squares = 0;
    int freedom = 0;
    for (const auto* boot : boots) {
        for (const auto& [prompt, repetitions] : values_of(*boot, metric)) {
            std::vector<double> logs;
            for (const double value : *repetitions) logs.push_back(std::log(value));
            const auto t = paired_t(logs);
            if (!t) continue;
            squares += t->stddev * t->stddev * (t->pairs - 1);
            freedom += t->pairs - 1;
        }
    }
    if (freedom == 0) return std::nullopt;
    return std::sqrt(squares / freedom);
}

} // namespace moebench::detail
