// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>
#include <moebench/report/run_results.hpp>

#include <string>

namespace moebench {

/// A result and the same again, elsewhere or later: their figures and ours in a table.
std::string render_side_by_side(const RunResult& theirs, const RunResult& ours);

/// Of comparisons: ratios with their intervals, verdicts, and whether the intervals overlap.
std::string render_side_by_side(const ComparisonResult& theirs, const ComparisonResult& ours);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/side_by_side.ipp>
#endif
