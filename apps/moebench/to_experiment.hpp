// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <moebench/compare/experiment.hpp>

#include <string>
#include <vector>

namespace moebench::cli {

/// What `moebench compare` will do.
struct ComparePlan {
    Experiment experiment;
    /// `samples` is the journal; there is no single log.
    OutputPaths outputs;
    std::string subject;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
};

/// Fills in what was not typed. `random_seed`: the order's, where none was typed. Pure.
/// Errors: Errc::invalid_option when the options cannot be meant together.
Result<ComparePlan> to_experiment(const CompareOptions& options, const Surroundings& surroundings,
                                  std::uint32_t random_seed);

/// "results/x.json" -> "results/x.boots"
std::string boot_folder_of(const std::string& result);

} // namespace moebench::cli
