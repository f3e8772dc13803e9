// SPDX-License-Identifier: MIT
#include "plan_text.hpp"

#include <moebench/duration.hpp>
#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace moebench::cli {

namespace {

std::string_view name_of(std::string_view variable) {
    return variable.substr(0, variable.find('='));
}

bool contains(std::span<const std::string> variables, std::string_view variable) {
    return std::find(variables.begin(), variables.end(), variable) != variables.end();
}

bool names(std::span<const std::string> variables, std::string_view name) {
    return std::any_of(variables.begin(), variables.end(),
                       [name](const auto& variable) { return name_of(variable) == name; });
}

/// "10 s", "2.5 s"
std::string seconds(Duration duration) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, to_seconds(duration)).ptr;
    return std::string(text, end) + " s";
}

std::string count(std::int64_t number, std::string_view noun) {
    const std::string_view plural = noun.ends_with('s') ? "es" : "s";
    return std::to_string(number) + " " + std::string(noun) +
           (number == 1 ? "" : std::string(plural));
}

/// "512, 4096"
std::string list(std::span<const std::int64_t> numbers) {
    std::string text;
    for (const auto number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
    return text;
}

std::string suite_text(const SuiteSpec& suite) {
    const auto builtin = builtin_of(suite);
    if (!builtin) return "the prompts of " + suite.file;
    switch (*builtin) {
    case BuiltinSuite::bench:
        return "bench: prompts of " + list(suite.pp) + ", replies of " + list(suite.tg) +
               " tokens, at depth " + list(suite.depth);
    case BuiltinSuite::base: return "base: 1 short prompt";
    case BuiltinSuite::multi: return "multi: 4 short prompts";
    case BuiltinSuite::long_prompt:
        return "long: 1 prompt of " + count(suite.long_prompt_tokens, "token");
    case BuiltinSuite::medium_turns: break;
    }
    return "medium-turns: a chat that grows by " + count(suite.medium_turn_tokens, "token") +
           " a turn";
}

std::string stop_text(const Scenario& scenario) {
    const auto& run = scenario.run;
    const auto& suite = scenario.suite;
    if (builtin_of(suite) == BuiltinSuite::medium_turns) {
        const std::string end = "after a prompt of " + count(suite.medium_target_tokens, "token") +
                                ", or " + count(suite.medium_max_turns, "turn");
        return run.repetitions ? end + "; " + count(*run.repetitions, "time") : end;
    }
    if (run.repetitions) return "after " + count(*run.repetitions, "pass") + " over the prompts";
    return "when " + seconds(run.duration) + " are over and every prompt was sent";
}

std::string warmup_text(const Scenario& scenario) {
    const auto& run = scenario.run;
    if (run.warmup_requests) return count(*run.warmup_requests, "request");
    return grows(scenario.suite) || run.warmup == Duration() ? "none" : seconds(run.warmup);
}

std::string time_text(const Scenario& scenario) {
    if (grows(scenario.suite) || scenario.run.repetitions) {
        return "until all requests end, plus loading";
    }
    const Duration known =
        scenario.run.duration + (scenario.run.warmup_requests ? Duration() : scenario.run.warmup);
    return "about " + seconds(known) +
           " plus loading; longer if one pass over the prompts takes longer";
}

std::string request_text(const RunOptions& run) {
    return std::string(run.stream ? "streamed" : "not streamed") + ", replies of up to " +
           count(run.max_tokens, "token") + ", prompt cache " + (run.cache_prompt ? "on" : "off");
}

} // namespace

std::string shell_quote(std::string_view text) {
    constexpr std::string_view harmless =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_";
    if (!text.empty() && text.find_first_not_of(harmless) == std::string_view::npos) {
        return std::string(text);
    }
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') {
            quoted += "'\\''";
        } else {
            quoted += c;
        }
    }
    return quoted + "'";
}

std::string render_command(const ServerCommand& command, std::span<const std::string> inherited) {
    std::string removed;
    for (const auto& variable : inherited) {
        const auto name = name_of(variable);
        if (!names(command.environment, name)) removed += "-u " + shell_quote(name) + " ";
    }
    std::string text = removed.empty() ? "" : "env " + removed;
    for (const auto& variable : command.environment) {
        if (contains(inherited, variable)) continue;
        const std::string shown = redacted_variable(variable);
        const auto name = name_of(shown);
        // for the shell, NAME='value' is an assignment, but 'NAME=value' is a program
        text += std::string(name) + "=" + shell_quote(shown.substr(name.size() + 1)) + " ";
    }
    const auto argv = redacted_argv(command.argv);
    for (const auto& word : argv) text += shell_quote(word) + (&word == &argv.back() ? "" : " ");
    return text;
}

std::string render_plan(const RunPlan& plan) {
    const auto& scenario = plan.scenario;
    const auto& outputs = plan.outputs;
    std::string text = "suite     " + suite_text(scenario.suite) + "\n";
    text += "requests  " + request_text(scenario.run) + "\n";
    text += "warm-up   " + warmup_text(scenario) + "\n";
    // a chat cannot continue without the failed reply
    const auto tolerated = grows(scenario.suite) ? 0 : scenario.run.max_failures;
    text += "stops     " + stop_text(scenario) + ", or at failure number " +
            std::to_string(tolerated + 1) + "\n";
    text += "takes     " + time_text(scenario) + "\n";
    text += "result    " + outputs.result + "\nsamples   " + outputs.samples + "\n";
    if (!outputs.log.empty()) text += "log       " + outputs.log + "\n";
    return text;
}

} // namespace moebench::cli
