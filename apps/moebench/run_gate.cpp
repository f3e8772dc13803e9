// SPDX-License-Identifier: MIT
#include "cli_options.hpp"
#include "run_gate.hpp"
#include "run_table.hpp"

#include <moebench/server/scenario_facts.hpp>
#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace moebench::cli {

namespace {

constexpr std::string_view shape =
    "FIGURE, then <, <=, > or >=, then a number above 0, such as decode<30, ttft.p95>2s or "
    "tg128<95%; FIGURE is prefill, decode, TTFT, latency, a row such as tg128, or both: "
    "pp512.ttft; then perhaps .mean, .p50, .p90, .p95 or .p99";

constexpr std::string_view prefill = "prefill_tokens_per_s", decode = "decode_tokens_per_s",
                           ttft = "ttft_s", latency = "latency_s";

constexpr std::pair<std::string_view, RunGate::Statistic> statistics[] = {
    {"mean", RunGate::Statistic::mean}, {"p50", RunGate::Statistic::p50},
    {"p90", RunGate::Statistic::p90},   {"p95", RunGate::Statistic::p95},
    {"p99", RunGate::Statistic::p99},
};

Failure refused(const RunGate& gate, const std::string& why) {
    return fail(Errc::invalid_option, "'" + gate.text + "': " + why);
}

bool is_time(const std::string& metric) { return metric == ttft || metric == latency; }

/// What a row of `bench` measures.
std::string metric_of_row(std::string_view row) {
    return std::string(row.starts_with("pp") ? prefill : decode);
}

/// Sets metric and row from METRIC, ROW or ROW.METRIC; whether there is a metric.
bool set_figure(RunGate& gate, std::string_view word) {
    const auto dot = word.rfind('.');
    gate.metric = metric_called(word);
    gate.row.clear();
    if (!gate.metric.empty()) return true;
    if (dot != std::string_view::npos) gate.metric = metric_called(word.substr(dot + 1));
    gate.row = gate.metric.empty() ? word : word.substr(0, dot);
    return !gate.metric.empty();
}

/// `.p95` after anything; `_p95`, as JSON keys have it, after a metric.
bool set_statistic(RunGate& gate, std::string_view word) {
    for (const auto& [name, statistic] : statistics) {
        if (!word.ends_with(name) || word.size() < name.size() + 2) continue;
        const auto before = word.substr(0, word.size() - name.size() - 1);
        const char separator = word[before.size()];
        if (separator != '.' && separator != '_') continue;
        if (!set_figure(gate, before) && separator == '_') continue;
        gate.statistic = statistic;
        return true;
    }
    return false;
}

std::optional<double> value_of(const Distribution& figures, const RunGate& gate,
                               const std::string& metric) {
    using enum RunGate::Statistic;
    auto statistic = gate.statistic;
    if (statistic == usual) statistic = is_time(metric) ? p50 : mean;
    const auto value = statistic == mean  ? figures.mean
                       : statistic == p50 ? figures.p50
                       : statistic == p90 ? figures.p90
                       : statistic == p95 ? figures.p95
                                          : figures.p99;
    return value && std::isfinite(*value) ? value : std::nullopt;
}

struct Target {
    std::string row, metric;
};

/// The figures that the condition is about.
std::vector<Target> targets_of(const RunGate& gate, const SuiteSpec& suite) {
    const auto measured = [&](const std::string& row) {
        return gate.metric.empty() ? metric_of_row(row) : gate.metric;
    };
    if (!gate.row.empty() || !has_rows(suite)) return {{gate.row, measured(gate.row)}};
    std::vector<Target> targets;
    for (const auto& row : row_names(suite)) {
        if (gate.metric == ttft || metric_of_row(row) == gate.metric) {
            targets.push_back({row, gate.metric});
        }
    }
    return targets;
}

std::optional<double> value_of(const RunGate& gate, const Target& target, const Summary& summary) {
    const auto pick = [&](const auto& figures) {
        return value_of(target.metric == prefill  ? figures.prefill_tokens_per_s
                        : target.metric == decode ? figures.decode_tokens_per_s
                                                  : figures.ttft,
                        gate, target.metric);
    };
    if (target.row.empty()) {
        return target.metric == latency ? value_of(summary.latency, gate, target.metric)
                                        : pick(summary);
    }
    const auto row = std::ranges::find(summary.rows, target.row, &NamedFigures::name);
    return row == summary.rows.end() ? std::nullopt : pick(*row);
}

std::string figure_text(const Target& target, double value) {
    return is_time(target.metric) ? time_text(value) : speed_text(value);
}

std::string words(const Target& target) {
    const auto name = target.metric.substr(0, target.metric.find('_'));
    return (target.row.empty() ? "" : target.row + " ") + (name == "ttft" ? "TTFT" : name);
}

/// The sizes of the suite of a command line; absent if it says nothing about them.
std::optional<std::string> sizes_of(const std::vector<std::string>& command_line) {
    if (command_line.empty()) return std::nullopt;
    const auto parsed = parse_command_line(command_line);
    const auto* options = parsed ? std::get_if<CliOptions>(&*parsed) : nullptr;
    if (options == nullptr) return std::nullopt;
    SuiteSpec suite = options->scenario.suite;
    suite.text_file.clear(); // its contents are compared, not its name
    return sizes_text(suite);
}

std::string yes_or_no(bool value) { return value ? "on" : "off"; }

/// The model by its bytes; by its name if one of them was not read.
std::pair<std::string, std::string> models(const Scenario& ours, const RunResult& theirs) {
    const auto& old = theirs.info.server;
    ServerFacts facts;
    if (!ours.server.model.empty()) read_model_identity(facts, ours.server.model);
    if (facts.model_head_sha256 && old.model_head_sha256) {
        const auto text = [](const ServerFacts& server, const std::string& name) {
            return name + ", " + std::to_string(server.model_bytes.value_or(0)) + " bytes, " +
                   server.model_head_sha256->substr(0, 12);
        };
        const bool same = facts.model_head_sha256 == old.model_head_sha256 &&
                          facts.model_bytes == old.model_bytes;
        if (same) return {};
        return {text(old, theirs.info.repo), text(facts, ours.server.model)};
    }
    if (ours.server.model.empty()) return {theirs.info.repo, ours.server.repo};
    const auto stem = [](const std::string& path) {
        return std::filesystem::path(path).filename().string();
    };
    return {stem(theirs.info.repo), stem(ours.server.model)};
}

} // namespace

Result<RunGate> parse_run_gate(const std::string& text) {
    RunGate gate;
    gate.text = text;
    const auto condition = parse_condition(text);
    if (!condition || condition->figure.empty() || condition->limit <= 0) {
        return fail(Errc::invalid_option, "'" + text + "' is not " + std::string(shape));
    }
    gate.relation = condition->relation;
    gate.limit = condition->limit;
    if (!set_statistic(gate, condition->figure)) set_figure(gate, condition->figure);
    const auto unit = condition->unit;
    if (unit == "%") {
        gate.unit = RunGate::Unit::percent;
        gate.limit /= 100;
        return gate;
    }
    if (unit.empty()) return gate;
    gate.unit = RunGate::Unit::own;
    const bool time = is_time(gate.metric);
    if (time && unit == "ms") gate.limit /= 1000;
    if (time ? unit == "s" || unit == "ms" : unit == "tok/s") return gate;
    return refused(gate, "'" + std::string(unit) + "' is not a unit of this figure; it has " +
                             (time ? "s, ms or %" : "tok/s or %"));
}

Result<void> check_run_gate(const RunGate& gate, const Scenario& scenario,
                            const RunResult* against) {
    const auto& suite = scenario.suite;
    const auto names = request_names(suite);
    if (!names) return fail(Errc::invalid_option, names.error().message());
    if (!gate.row.empty() && std::ranges::count(*names, gate.row) == 0) {
        std::string known = "prefill, decode, TTFT";
        if (!has_rows(suite)) known += ", latency";
        for (const auto& name : *names) known += ", " + name;
        return refused(gate,
                       "no metric and no row is called '" + gate.row + "'; there are " + known);
    }
    const bool of_row = !gate.row.empty() || has_rows(suite);
    if (gate.metric == latency && of_row) {
        return refused(gate, "rows have no latency; they have prefill or decode, and TTFT");
    }
    if (gate.metric == ttft && !scenario.run.stream) {
        return refused(gate, "there is no TTFT without streaming; give --stream");
    }
    if (!gate.row.empty() && !has_rows(suite) && gate.metric.empty()) {
        return refused(gate, "say what of this row: " + gate.row + ".prefill, " + gate.row +
                                 ".decode or " + gate.row + ".ttft");
    }
    const auto targets = targets_of(gate, suite);
    const bool measured = std::ranges::all_of(targets, [&](const Target& target) {
        return !has_rows(suite) || target.metric == ttft ||
               target.metric == metric_of_row(target.row);
    });
    if (targets.empty() || !measured) {
        return refused(gate, gate.row.empty()
                                 ? "no row of this run measures it; see --pp and --tg"
                                 : gate.row + " measures " + words({"", metric_of_row(gate.row)}) +
                                       " and TTFT");
    }
    if (against == nullptr) {
        if (gate.unit != RunGate::Unit::percent) return {};
        return refused(gate, "a percentage needs an earlier result: --against FILE");
    }
    if (gate.unit == RunGate::Unit::none) {
        return refused(gate,
                       "with --against, a number needs its unit: % of the earlier result, or " +
                           std::string(is_time(targets.front().metric) ? "s" : "tok/s"));
    }
    if (gate.unit != RunGate::Unit::percent) return {};
    for (const auto& target : targets) {
        if (value_of(gate, target, against->report.summary).value_or(0) > 0) continue;
        return refused(gate, "the result of --against has no such figure: " + words(target));
    }
    return {};
}

Result<void> check_against(const Scenario& scenario, const RunResult& theirs) {
    const auto differs = [](const std::string& what, const std::string& old,
                            const std::string& now) {
        return fail(Errc::invalid_option, what + " is '" + old + "' there and '" + now +
                                              "' here; give the result of a run with the same "
                                              "work and model");
    };
    if (theirs.report.outcome != Outcome::completed) {
        return fail(Errc::invalid_option, "that run is not complete (" +
                                              std::string(to_string(theirs.report.outcome)) +
                                              "); give the result of a complete one");
    }
    if (!scenario.url.empty()) {
        return fail(Errc::invalid_option,
                    "the model of a running server is not known beforehand; with --url, give "
                    "numbers instead of percentages");
    }
    const auto [old_model, model] = models(scenario, theirs);
    if (old_model != model) return differs("the model", old_model, model);
    SuiteSpec suite = scenario.suite;
    suite.text_file.clear();
    const auto& run = scenario.run;
    const auto& info = theirs.info;
    const auto& old = info.options;
    const auto seed = [](const auto& value) { return value ? std::to_string(*value) : "none"; };
    const struct {
        const char* what;
        std::string old, now;
    } parts[] = {
        {"the suite", info.suite, suite_name(suite)},
        {"SHA-256 of the suite's file", info.suite_sha256.value_or("none"),
         input_sha256(suite).value_or("none")},
        {"the size of the work",
         suite.file.empty() ? sizes_of(info.command_line).value_or("not known") : "",
         suite.file.empty() ? sizes_text(suite) : ""},
        {"--max-tokens", std::to_string(old.max_tokens), std::to_string(run.max_tokens)},
        {"the prompt cache", yes_or_no(info.cache_prompt),
         yes_or_no(run.cache_prompt || grows(suite))},
        {"streaming", yes_or_no(old.stream), yes_or_no(run.stream)},
        {"--ignore-eos", yes_or_no(old.ignore_eos), yes_or_no(run.ignore_eos)},
        {"--seed", seed(old.seed), seed(run.seed)},
        {"--extra-body", old.extra_body, run.extra_body},
    };
    for (const auto& part : parts) {
        if (part.old != part.now) return differs(part.what, part.old, part.now);
    }
    return {};
}

RunGateOutcome judge(const RunGate& gate, const SuiteSpec& suite, const RunReport& report,
                     const RunResult* against) {
    if (report.summary.requests == 0) return {true, gate.text + ": no request was good"};
    std::string passed;
    for (const auto& target : targets_of(gate, suite)) {
        const auto value = value_of(gate, target, report.summary);
        if (!value) {
            return {true, gate.text + ": the run has no such figure: " + words(target) +
                              " (null; a percentile needs enough requests)"};
        }
        double limit = gate.limit;
        std::string yardstick;
        if (gate.unit == RunGate::Unit::percent) {
            const auto old =
                against == nullptr ? std::nullopt : value_of(gate, target, against->report.summary);
            if (!old) return {true, gate.text + ": the earlier result has no such figure"};
            limit *= *old;
            yardstick = ", was " + figure_text(target, *old);
        }
        const auto figure = words(target) + " is " + figure_text(target, *value) + yardstick;
        if (related(*value, gate.relation, limit)) return {true, gate.text + ": " + figure};
        passed += (passed.empty() ? "" : "; ") + figure;
    }
    return {passed.empty(), gate.text + " is not so: " + passed};
}

} // namespace moebench::cli
