// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/compare/experiment.hpp>
#include <moebench/config.hpp>
#include <moebench/duration.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// What a comparison will likely take and reach, going by an earlier one.
struct Expectation {
    /// From the first boot to the end, if it runs to its last block.
    Duration time{};
    /// (metric, half of its 95 % interval at the last block): 0.01 is 1 %. Only metrics that the
    /// earlier comparison measured in three blocks or more.
    std::vector<std::pair<std::string, double>> precision;
};

/// Takes the times of the boots and the spread between blocks from `earlier`. Absent if that did
/// other work (suite, model, passes, settings), or has no measured boot.
std::optional<Expectation> expectation_of(const Experiment& experiment,
                                          const ComparisonResult& earlier);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/expectation.ipp>
#endif
