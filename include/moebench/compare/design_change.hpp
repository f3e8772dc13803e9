// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>

#include <optional>
#include <string>

namespace moebench {

/// A part of a comparison's design that is not as it was when the comparison started.
struct DesignChange {
    /// "noise threshold", "flags of candidate" and so on.
    std::string what;
    /// Its value at the start.
    std::string before;
    /// Its value now.
    std::string now;
};

/// "noise threshold: '1.0 %' against '2.0 %'"
std::string to_string(const DesignChange& change);

/// The first part of the design that differs. Whoever sees results and then changes what decides
/// about them finds differences where there are none. Absent: one can go on with the other's boots.
///
/// A file of moebench 0.1.0 (see ExperimentFacts::servers) does not hold the design: only what the
/// boots did is compared, not how they are judged.
std::optional<DesignChange> design_change(const ExperimentFacts& started,
                                          const ExperimentFacts& now);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/design_change.ipp>
#endif
