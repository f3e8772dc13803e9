// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "flag_table.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace moebench::cli {

inline constexpr WholeRange from_0 = {0, std::numeric_limits<std::int32_t>::max()};
inline constexpr WholeRange from_1 = {1, std::numeric_limits<std::int32_t>::max()};
inline constexpr WholeRange ports = {0, std::numeric_limits<std::uint16_t>::max()};
inline constexpr WholeRange seeds = {0, std::numeric_limits<std::uint32_t>::max()};

/// The command that the flags are for. `compare` has no --url and no --duration-s, and its own
/// files.
enum class RunFlagsOf { run, compare };

/// Appends `KEY=VALUE`. The error does not repeat the word, which may be a secret.
Result<void> add_variable(std::vector<std::string>& environment, const std::string& word);

/// The flags of a run, and the rules for combining them.
class RunFlags {
public:
    explicit RunFlags(FlagTable& table, RunFlagsOf command = RunFlagsOf::run);

    /// --fail-if and --against of a single run.
    void add_gates();
    /// Flags for the files of a single run and its progress.
    void add_output();
    static void add_progress(FlagTable& table, ProgressMode& progress, bool& quiet);

    /// The options after parsing. Errors: Errc::invalid_option, naming the flags.
    Result<CliOptions> options(std::span<const std::string> after);

    /// Targets for the flags that another command adds.
    CliOptions& typed() noexcept { return options_; }

private:
    using Options = std::vector<CLI::Option*>;

    void add_model();
    void add_server();
    void add_placement();
    void add_suite();
    void add_work();
    Result<void> check_together();
    Result<void> check_attached() const;

    FlagTable& table_;
    bool compares_;
    CliOptions options_;
    bool stream_ = false, no_stream_ = false;
    Options sources_, started_only_;
    CLI::Option* suite_ = nullptr;
};

} // namespace moebench::cli
