// SPDX-License-Identifier: MIT
#pragma once

#include "help_text.hpp"
#include "run_gate.hpp"

#include <moebench/compare/comparison.hpp>
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

/// How progress is shown. automatic: a bar on a terminal; elsewhere, a line from time to time.
enum class ProgressMode { automatic, always, never };

/// `moebench [run]` as typed. A field is absent when its default depends on other options.
struct CliOptions {
    /// Flags that set a field of the scenario directly.
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
    /// Empty: a name made of suite and time.
    std::string out;
    /// Empty: like `out`, with another extension.
    std::string log, samples;
    ProgressMode progress = ProgressMode::automatic;
    bool quiet = false;
    bool dry_run = false;
    /// `run` only.
    std::vector<RunGate> gates;
    /// The earlier result that percentages of `gates` refer to. Empty: none.
    std::string against;
    /// Print the closing table even if stderr is not a terminal.
    bool table = false;
    /// The words after `moebench`, secrets redacted.
    std::vector<std::string> command_line;
};

/// The options of one arm of a comparison.
struct ArmOptions {
    std::string name;
    /// Empty: the baseline's, or --server-bin.
    std::string server_bin;
    std::vector<std::string> args;
    /// Each `KEY=VALUE`.
    std::vector<std::string> environment;
};

/// `moebench compare` as typed.
struct CompareOptions {
    /// Shared by all arms. `out` is the result of the comparison.
    CliOptions run;
    /// The baseline comes first.
    std::vector<ArmOptions> arms;
    bool aa = false, aa_first = false, interleave = false;
    int min_boots = 10, max_boots = 10;
    std::optional<double> precision;
    std::optional<Duration> time_limit;
    std::optional<std::int64_t> order_seed;
    Duration cooldown{};
    std::string prepare;
    double noise_threshold = default_noise_threshold;
    AnswerOptions answers;
    /// Empty: the default metrics.
    std::vector<std::string> metrics;
    std::vector<Gate> gates;
    bool require_identical = false, allow_inconclusive = false;
    /// "-": stdout; empty: none.
    std::string markdown, html;
    /// The words after `moebench`, secrets redacted.
    std::vector<std::string> command_line;
};

/// A flag with its value, if it takes one.
struct TypedFlag {
    /// Its long spelling.
    std::string name;
    /// As the command line has them.
    std::vector<std::string> words;
};

/// `moebench compare --resume` as typed.
struct ResumeOptions {
    /// The result of the comparison to continue.
    std::string out;
    /// Without `--resume`.
    std::vector<TypedFlag> flags;
    /// The flags after `--`.
    std::vector<std::string> after;
};

/// `moebench report` as typed.
struct ReportOptions {
    std::vector<std::string> results;
    /// *.html: a page; otherwise Markdown. Empty: Markdown on stdout.
    std::string out;
};

/// `moebench rerun` as typed.
struct RerunOptions {
    std::string result;
    /// Replace those of the result's command line, unless empty.
    std::string server_bin, model, out;
    /// Accept a different model.
    bool other_model = false;
};

/// `moebench demo` as typed.
struct DemoOptions {
    std::string out = "moebench-demo";
    ProgressMode progress = ProgressMode::automatic;
    bool quiet = false;
};

/// Text to print, for `--version`.
struct PrintText {
    std::string text;
};

using CommandLine = std::variant<CliOptions, CompareOptions, ResumeOptions, ReportOptions,
                                 RerunOptions, DemoOptions, HelpPage, PrintText>;

/// Reads the words after the program's name. Flags of llama-server come after `--` and stay as
/// typed. Errors: Errc::invalid_option, with the flag, the value, and what is accepted.
Result<CommandLine> parse_command_line(std::span<const std::string> words);

/// The `--help` of every command.
std::vector<HelpPage> help_pages();

} // namespace moebench::cli
