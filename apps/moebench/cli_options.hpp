// SPDX-License-Identifier: MIT
#pragma once

#include "gate.hpp"
#include "help_text.hpp"

#include <moebench/error.hpp>
#include <moebench/model/answer_record.hpp>
#include <moebench/model/scenario.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace moebench::cli {

/// What is shown of a run while it lasts. automatic: a bar on a terminal, a line now and then
/// elsewhere.
enum class ProgressMode { automatic, always, never };

/// `moebench [run]` as typed; what is not typed has its default, or is absent where the default
/// depends.
struct CliOptions {
    /// The flags that are a scenario's fields.
    Scenario scenario;
    std::optional<std::string> server_bin;
    std::optional<std::string> alias;
    std::optional<OffloadMode> mode;
    std::optional<std::int64_t> ctx_size;
    std::optional<Duration> warmup;
    std::optional<bool> stream;
    /// `--env`, each `KEY=VALUE`.
    std::vector<std::string> environment;
    bool clean_env = false;
    /// Empty: named after suite and time.
    std::string out;
    /// Empty: beside `out`.
    std::string log, samples;
    ProgressMode progress = ProgressMode::automatic;
    bool quiet = false;
    bool dry_run = false;
    /// The closing table, also where stderr is no terminal.
    bool table = false;
    /// The words after `moebench`, secrets redacted.
    std::vector<std::string> command_line;
};

/// What is special about one arm of a comparison.
struct ArmOptions {
    std::string name;
    /// Empty: the reference's, or --server-bin.
    std::string server_bin;
    std::vector<std::string> args;
    /// Each `KEY=VALUE`.
    std::vector<std::string> environment;
};

/// `moebench compare` as typed.
struct CompareOptions {
    /// What all arms share; `out` is the comparison's result.
    CliOptions run;
    /// The reference first.
    std::vector<ArmOptions> arms;
    bool aa = false, aa_first = false;
    int min_boots = 5, max_boots = 5;
    std::optional<double> precision;
    std::optional<Duration> time_limit;
    std::optional<std::int64_t> order_seed;
    Duration cooldown{};
    std::string prepare;
    double noise_threshold = 0.01;
    bool resume = false;
    AnswerOptions answers;
    /// Empty: the usual ones.
    std::vector<std::string> metrics;
    std::vector<Gate> gates;
    bool require_identical = false, allow_inconclusive = false;
    /// "-" is stdout; empty: none.
    std::string markdown, html;
    /// The words after `moebench`, secrets redacted.
    std::vector<std::string> command_line;
};

/// `moebench report` as typed.
struct ReportOptions {
    std::vector<std::string> results;
    /// By its ending HTML or Markdown; empty: Markdown on stdout.
    std::string out;
};

/// `moebench rerun` as typed.
struct RerunOptions {
    std::string result;
    /// Instead of what the result's command line has; empty: that.
    std::string server_bin, model, out;
    /// Go on though the model is another.
    bool other_model = false;
};

/// `moebench demo` as typed.
struct DemoOptions {
    std::string out = "moebench-demo";
    ProgressMode progress = ProgressMode::automatic;
    bool quiet = false;
};

/// `--version`: print it and be done.
struct PrintText {
    std::string text;
};

using CommandLine = std::variant<CliOptions, CompareOptions, ReportOptions, RerunOptions,
                                 DemoOptions, HelpPage, PrintText>;

/// Reads the words after the program's name. Flags of the server's own come after `--`, untouched.
/// Errors: Errc::invalid_option, with the flag, the value, and what is accepted or was meant.
Result<CommandLine> parse_command_line(std::span<const std::string> words);

/// What `--help` shows, of every command.
std::vector<HelpPage> help_pages();

} // namespace moebench::cli
