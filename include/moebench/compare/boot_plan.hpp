// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/compare/experiment.hpp>
#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/model/boot_record.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace moebench {

/// A planned boot.
struct PlannedBoot {
    /// What it is for.
    BootPurpose purpose = BootPurpose::measured;
    /// The block, from 0; each purpose has its own blocks.
    int block = 0;
    /// Its place in the block, from 0.
    int place = 0;
    /// Index into Experiment::arms.
    std::size_t arm = 0;
    /// The name of the arm, or of its side of an A/A.
    std::string name;
};

/// Checks that the experiment is valid. Errors: Errc::invalid_option for fewer than two arms, an
/// empty name or the same name twice, a confidence outside (0, 1), a negative threshold, no number
/// of passes, or a scenario with a URL.
Result<void> check(const Experiment& experiment);

/// Whether the experiment has an answer pass.
inline bool passes_answers(const Experiment& experiment) {
    return experiment.answers.positions > 0;
}

/// The greatest number of blocks.
inline int most_blocks(const Experiment& experiment) {
    return std::max(experiment.boots.max_boots, experiment.extended_boots);
}

/// All boots in their order, with most_blocks(): first the preliminary boots (each arm
/// once, and the baseline again if there is an answer pass), then the A/A blocks, then the blocks.
std::vector<PlannedBoot> planned_boots(const Experiment& experiment);

/// The experiment as files describe it.
ExperimentFacts facts_of(const Experiment& experiment);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/boot_plan.ipp>
#endif
