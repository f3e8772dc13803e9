// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>

#include <string>

namespace moebench {

/// A concluded comparison for a pull request on GitHub. Figures, verdicts, answers and caveats are
/// visible; command lines, environment, machine, boots and method are folded. Rounds (blocks of
/// boots) count from 1.
std::string render_comparison_markdown(const ComparisonResult& result);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/comparison_markdown.ipp>
#endif
