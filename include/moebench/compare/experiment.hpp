// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/stopping_rule.hpp>
#include <moebench/duration.hpp>
#include <moebench/model/answer_record.hpp>
#include <moebench/model/scenario.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// One of the servers to compare.
struct Arm {
    /// Its name in reports.
    std::string name;
    /// Binary, flags and environment.
    ServerConfig server;
    /// What is special about it, as the user wrote it: "llama-server-patch, -ub 16".
    std::string declared;
    /// Those variables of `server.environment` that were set for the comparison, not inherited.
    std::vector<std::string> set_variables;

    Arm() = default;
    /// An arm without a declared difference.
    Arm(std::string name_, ServerConfig server_)
        : name(std::move(name_)), server(std::move(server_)) {}
};

/// A comparison, fully described.
struct Experiment {
    /// The first is the baseline. At least two, with different names.
    std::vector<Arm> arms;
    /// What every boot does. `server` becomes the arm's server, `log_file` a file in `boot_folder`.
    Scenario scenario;
    /// How many blocks.
    StoppingRule boots;
    /// More blocks than `boots.max_boots`, decided after a look at the results: its intervals are
    /// wider, see ComparisonPlan::planned_blocks. Zero: as planned.
    int extended_boots = 0;
    /// Random seed for the order of the arms in the blocks.
    std::uint64_t order_seed = 0;
    /// See ComparisonPlan::confidence.
    double confidence = default_confidence;
    /// A ratio this near to 1 is no difference; 0.01 is 1 %.
    double noise_threshold = default_noise_threshold;
    /// Blocks of baseline against baseline before the comparison. Zero: none.
    int aa_blocks = 0;
    /// The servers of a block live at once, and their requests take turns: a drift of the machine
    /// meets all arms alike. Needs a BlockBooter, and memory for all of them.
    bool interleave = false;
    /// Pause between two boots, or blocks.
    Duration cooldown{};
    /// A shell command that runs before each boot; its failure ends the comparison. Empty: none.
    std::string prepare;
    /// No block starts that would probably end after this time. Absent: no limit.
    std::optional<Duration> time_limit;
    /// How thoroughly the arms' answers are compared.
    AnswerOptions answers;
    /// Which metrics get a verdict; see tested_metric_names. Empty: usual_metric_names.
    std::vector<std::string> metrics;
    /// Folder for the log and the samples of each boot; must exist.
    std::string boot_folder;
    /// The command that repeats the comparison, for its files; without secrets. May be empty.
    std::vector<std::string> command_line;

    Experiment() = default;
};

} // namespace moebench
