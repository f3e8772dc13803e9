// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/compare/experiment.hpp>
#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/model/boot_record.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace moebench {

/// A boot to come.
struct PlannedBoot {
    /// What it is for.
    BootPurpose purpose = BootPurpose::measured;
    /// Which block of its purpose, from 0.
    int block = 0;
    /// Its place in the block, from 0.
    int place = 0;
    /// Index into Experiment::arms.
    std::size_t arm = 0;
    /// The arm's name, or its side of an A/A.
    std::string name;
};

/// Whether the experiment can be meant. Errors: Errc::invalid_option for fewer than two arms, a
/// name that is empty or there twice, a confidence outside (0, 1), a negative threshold, or nothing
/// to count repetitions by.
Result<void> check(const Experiment& experiment);

/// Whether it has an answer pass.
inline bool passes_answers(const Experiment& experiment) {
    return experiment.answers.reply_tokens > 0 || experiment.answers.text_tokens > 0;
}

/// Every boot in its order, up to `boots.max_boots` blocks: each arm once beforehand, the reference
/// once more at the end of these where answers are passed; the A/A blocks; the blocks.
std::vector<PlannedBoot> planned_boots(const Experiment& experiment);

/// What files say of the experiment.
ExperimentFacts facts_of(const Experiment& experiment);

/// In what two experiments differ, in words; empty when one's boots may go on in the other.
std::string difference_of(const ExperimentFacts& one, const ExperimentFacts& other);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/boot_plan.ipp>
#endif
