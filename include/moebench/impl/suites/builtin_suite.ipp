// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/sha256.hpp>
#include <moebench/store/text_file.hpp>
#include <moebench/suites/builtin_suite.hpp>
#include <moebench/suites/detail/suite_file.hpp>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace moebench {

namespace detail {

inline std::string list_text(const std::vector<std::int64_t>& numbers) {
    std::string text;
    for (const auto number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
    return text;
}

/// The largest prompt of base and multi has fewer than 200 tokens, chat template included.
inline constexpr std::int64_t short_prompt_tokens = 256;
/// A calibrated prompt may be one line of text longer than its target, and the template adds a few
/// tokens.
inline constexpr std::int64_t prompt_slack_tokens = 96;

/// The deepest chat, then the largest prompt or a short question with the longest reply; replies
/// have the length of their row, not max_tokens.
inline std::int64_t largest_bench_prompt(const SuiteSpec& spec) {
    const auto largest = [](const auto& sizes) {
        return sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end());
    };
    return largest(spec.depth) +
           std::max(largest(spec.pp), short_prompt_tokens + largest(spec.tg)) + prompt_slack_tokens;
}

inline std::int64_t largest_turn(const SuiteSpec& spec, std::int64_t max_tokens) {
    const std::int64_t turn = spec.medium_turn_tokens + max_tokens + prompt_slack_tokens;
    // the turn before the last one is below the target; dividing avoids an overflow for huge limits
    const bool turns_end_it = spec.medium_target_tokens / turn >= spec.medium_max_turns;
    return turns_end_it ? spec.medium_max_turns * turn : spec.medium_target_tokens + turn;
}

inline bool reuses_prefix(const SuiteSpec& spec) {
    const bool has_depth = std::any_of(spec.depth.begin(), spec.depth.end(),
                                       [](std::int64_t depth) { return depth > 0; });
    return grows(spec) || (has_rows(spec) && has_depth);
}

} // namespace detail

MOEBENCH_DECL std::optional<BuiltinSuite> builtin_of(const SuiteSpec& spec) {
    return spec.file.empty() ? spec.builtin : std::nullopt;
}

MOEBENCH_DECL bool grows(const SuiteSpec& spec) {
    const auto suite = builtin_of(spec);
    return suite && traits_of(*suite).grows;
}

MOEBENCH_DECL bool has_rows(const SuiteSpec& spec) {
    const auto suite = builtin_of(spec);
    return suite && traits_of(*suite).rows;
}

MOEBENCH_DECL std::string row_name(Measures measures, std::int64_t size, std::int64_t depth) {
    return (measures == Measures::decode ? "tg" : "pp") + std::to_string(size) +
           (depth > 0 ? " @ d" + std::to_string(depth) : "");
}

MOEBENCH_DECL std::vector<std::string> row_names(const SuiteSpec& spec) {
    std::vector<std::string> names;
    if (!has_rows(spec)) return names;
    for (const auto depth : spec.depth) {
        if (depth > 0) names.push_back(row_name(Measures::prefill, depth));
        for (const auto size : spec.pp) names.push_back(row_name(Measures::prefill, size, depth));
        for (const auto size : spec.tg) names.push_back(row_name(Measures::decode, size, depth));
    }
    return names;
}

MOEBENCH_DECL Result<std::vector<std::string>> request_names(const SuiteSpec& spec) {
    auto names = row_names(spec);
    if (spec.file.empty() || !spec.input) return names;
    const auto requests = detail::parse_suite_file(*spec.input, spec.file);
    if (!requests) return requests.error();
    for (const auto& request : *requests) {
        if (!request.name.empty()) names.push_back(request.name);
    }
    return names;
}

MOEBENCH_DECL std::string suite_name(const SuiteSpec& spec) {
    if (const auto suite = builtin_of(spec)) return std::string(traits_of(*suite).name);
    return std::filesystem::path(spec.file).stem().string();
}

MOEBENCH_DECL std::string sizes_text(const SuiteSpec& spec) {
    const auto suite = builtin_of(spec);
    if (!suite) return spec.file.empty() ? "" : "file " + spec.file;
    switch (*suite) {
    case BuiltinSuite::bench:
        return "pp " + detail::list_text(spec.pp) + ", tg " + detail::list_text(spec.tg) +
               ", depth " + detail::list_text(spec.depth) +
               (spec.text_file.empty() ? "" : ", text " + spec.text_file);
    case BuiltinSuite::long_prompt: return std::to_string(spec.long_prompt_tokens) + " tokens";
    case BuiltinSuite::medium_turns:
        return std::to_string(spec.medium_turn_tokens) + " tokens a turn to " +
               std::to_string(spec.medium_target_tokens) + ", at most " +
               std::to_string(spec.medium_max_turns) + " turns, replies " +
               (spec.fixed_replies ? "fixed" : "live");
    case BuiltinSuite::base:
    case BuiltinSuite::multi: break;
    }
    return "";
}

MOEBENCH_DECL std::string input_file(const SuiteSpec& spec) {
    return has_rows(spec) ? spec.text_file : spec.file;
}

MOEBENCH_DECL Result<void> read_input(SuiteSpec& spec) {
    const auto path = input_file(spec);
    if (path.empty() || spec.input) return {};
    auto text = read_text_file(path);
    if (!text) return text.error();
    spec.input = std::move(*text);
    return {};
}

MOEBENCH_DECL std::optional<std::string> input_sha256(const SuiteSpec& spec) {
    if (!spec.input) return std::nullopt;
    detail::Sha256 hash;
    hash.update(*spec.input);
    return hash.hex();
}

MOEBENCH_DECL std::optional<std::int64_t> largest_prompt(const SuiteSpec& spec,
                                                         std::int64_t max_tokens) {
    const auto suite = builtin_of(spec);
    if (!suite) return std::nullopt;
    switch (*suite) {
    case BuiltinSuite::bench: return detail::largest_bench_prompt(spec);
    case BuiltinSuite::long_prompt: return spec.long_prompt_tokens;
    case BuiltinSuite::medium_turns: return detail::largest_turn(spec, max_tokens);
    case BuiltinSuite::base:
    case BuiltinSuite::multi: break;
    }
    return detail::short_prompt_tokens;
}

MOEBENCH_DECL Scenario resolved(Scenario scenario) {
    auto& server = scenario.server;
    auto& run = scenario.run;
    server.reuses_prefix = detail::reuses_prefix(scenario.suite);
    run.cache_prompt = run.cache_prompt || grows(scenario.suite);
    server.cache_prompt = server.cache_prompt || run.cache_prompt;
    if (scenario.url.empty() && run.model.empty()) run.model = server.alias;
    return scenario;
}

} // namespace moebench
