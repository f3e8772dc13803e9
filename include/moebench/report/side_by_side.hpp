// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>
#include <moebench/report/run_results.hpp>

#include <string>

namespace moebench {

/// The figures of a run and of its rerun in a table.
std::string render_side_by_side(const RunResult& theirs, const RunResult& ours);

/// The same of a comparison: ratios with their intervals, whether these overlap, and conclusions.
std::string render_side_by_side(const ComparisonResult& theirs, const ComparisonResult& ours);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/side_by_side.ipp>
#endif
