// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>

#include <string>

namespace moebench {

/// A concluded comparison as an HTML page that needs no script and no other file, for screen, phone
/// and paper, light and dark. Everywhere on it, plus, right and up mean that the arm is faster
/// than the baseline, of times too. Rounds (blocks of boots) count from 1.
std::string render_comparison_html(const ComparisonResult& result);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/comparison_html.ipp>
#endif
