// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/design_change.hpp>
#include <moebench/detail/number_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace moebench {

namespace detail {

inline std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
    std::string text;
    for (const auto& each : texts) {
        if (!text.empty()) text += separator;
        text += each;
    }
    return text;
}

struct DesignPart {
    std::string what, value;
};

inline void add_server(const ServerDesign& server, const std::string& arm,
                       std::vector<DesignPart>& parts) {
    parts.push_back({"binary of " + arm, server.binary});
    parts.push_back({"settings of " + arm, server.settings});
    parts.push_back({"flags of " + arm, joined(server.flags, " ")});
    parts.push_back({"variables of " + arm, joined(server.variables, " ")});
}

/// The metrics that get a verdict, in one order.
inline std::string tested_text(const ExperimentFacts& facts) {
    std::vector<std::string> names;
    for (const auto name : tested_metric_names) {
        if (is_asked(name, facts.metrics)) names.emplace_back(name);
    }
    return joined(names, ",");
}

inline std::string blocks_text(const ExperimentFacts& facts) {
    const auto least = std::to_string(facts.min_boots);
    if (facts.max_boots == facts.min_boots) return least;
    return least + ".." + std::to_string(facts.max_boots);
}

/// Unrounded as far as anyone types it.
inline std::string exact_percent(double share) { return short_text(100 * share, 9) + " %"; }

/// `locked`: with what decides about the results.
inline std::vector<DesignPart> design_parts(const ExperimentFacts& facts, bool locked) {
    std::vector<DesignPart> parts = {
        {"arms", joined(facts.arms, " | ")},
        {"what is special about them", joined(facts.declared, " | ")},
        {"suite", facts.suite},
        {"the prompts differ, SHA-256 of the suite's file", facts.suite_sha256.value_or("none")},
        {"model", facts.model},
        {"profile", facts.profile},
        {"repetitions", std::to_string(facts.repetitions)},
        {"work", facts.work},
        {"order seed", std::to_string(facts.order_seed)},
        {"A/A rounds", std::to_string(facts.aa_blocks)},
        {"servers of a round", facts.interleave ? "at once" : "one by one"},
        {"answer positions", std::to_string(facts.answers.positions)},
        {"answer text tokens", std::to_string(facts.answers.text_tokens)},
    };
    if (!locked) return parts;
    for (std::size_t i = 0; i < std::min(facts.arms.size(), facts.servers.size()); ++i) {
        add_server(facts.servers[i], facts.arms[i], parts);
    }
    parts.push_back({"file of the suite", facts.suite_file});
    parts.push_back({"rounds", blocks_text(facts)});
    parts.push_back({"precision", facts.precision ? exact_percent(*facts.precision) : "none"});
    parts.push_back({"metrics", tested_text(facts)});
    parts.push_back({"noise threshold", exact_percent(facts.noise_threshold)});
    parts.push_back({"confidence", exact_percent(facts.confidence)});
    return parts;
}

} // namespace detail

MOEBENCH_DECL std::string to_string(const DesignChange& change) {
    return change.what + ": '" + change.before + "' against '" + change.now + "'";
}

MOEBENCH_DECL std::optional<DesignChange> design_change(const ExperimentFacts& started,
                                                        const ExperimentFacts& now) {
    const bool locked = !started.servers.empty();
    const auto before = detail::design_parts(started, locked);
    const auto after = detail::design_parts(now, locked);
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
        if (before[i].value == after[i].value) continue;
        return DesignChange{before[i].what, before[i].value, after[i].value};
    }
    return std::nullopt;
}

} // namespace moebench
