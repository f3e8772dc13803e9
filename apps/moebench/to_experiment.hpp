// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <moebench/compare/experiment.hpp>

#include <string>
#include <vector>

namespace moebench::cli {

/// What `moebench compare` is going to do.
struct ComparePlan {
    Experiment experiment;
    /// `samples` is the journal; `log` is empty.
    OutputPaths outputs;
    std::string subject;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
};

/// Fills in what was not typed. `random_seed`: used without --order-seed. Pure.
/// Errors: Errc::invalid_option for contradictory options.
Result<ComparePlan> to_experiment(const CompareOptions& options, const Surroundings& surroundings,
                                  std::uint64_t random_seed);

/// "results/x.json" -> "results/x.boots"
std::string boot_folder_of(const std::string& result);

} // namespace moebench::cli
