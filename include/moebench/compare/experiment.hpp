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

/// One of the things that are compared: a server, in binary, flags and environment.
struct Arm {
    /// What reports call it.
    std::string name;
    /// Binary, flags and environment.
    ServerConfig server;
    /// What is special about it, in the words of who asked for it: "llama-server-patch, -ub 16".
    std::string declared;

    Arm() = default;
    /// An arm of which nothing special is declared.
    Arm(std::string name_, ServerConfig server_)
        : name(std::move(name_)), server(std::move(server_)) {}
};

/// A comparison, fully described.
struct Experiment {
    /// The first is the reference. At least two; names differ.
    std::vector<Arm> arms;
    /// What every boot does; its server is each arm's in turn, its log a file in `boot_folder`.
    Scenario scenario;
    /// How many blocks.
    StoppingRule boots;
    /// Of the order of arms in the blocks.
    std::uint64_t order_seed = 0;
    /// See ComparisonPlan::confidence.
    double confidence = 0.95;
    /// A ratio this near to 1 is no difference; 0.01 is 1 %.
    double noise_threshold = 0.01;
    /// Blocks of reference against reference before the comparison. Zero: none.
    int aa_blocks = 0;
    /// Between two boots.
    Duration cooldown{};
    /// A shell command that is run before each boot; one that fails ends the comparison. Empty:
    /// none.
    std::string prepare;
    /// No block is begun once the comparison has taken so long. Absent: no limit.
    std::optional<Duration> time_limit;
    /// How thoroughly the arms' answers are compared.
    AnswerOptions answers;
    /// Which metrics get a verdict; see tested_metric_names. Empty: prefill, decode, and the wait
    /// for the first token.
    std::vector<std::string> metrics;
    /// Gets each boot's log and samples; it has to be there.
    std::string boot_folder;
    /// How to do it again, for the files; secrets redacted. May be empty.
    std::vector<std::string> command_line;

    Experiment() = default;
};

} // namespace moebench
