// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
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
};

/// `moebench demo` as typed.
struct DemoOptions {
    std::string out = "moebench-demo";
    ProgressMode progress = ProgressMode::automatic;
    bool quiet = false;
};

/// `--help` or `--version`: print it and be done.
struct PrintText {
    std::string text;
};

using CommandLine = std::variant<CliOptions, DemoOptions, PrintText>;

/// Reads the words after the program's name. Flags of the server's own come after `--`, untouched.
/// Errors: Errc::invalid_option, with the flag, the value, and what is accepted or was meant.
Result<CommandLine> parse_command_line(std::span<const std::string> words);

} // namespace moebench::cli
