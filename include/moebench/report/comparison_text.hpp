// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>
#include <moebench/report/screen_options.hpp>

#include <string>

namespace moebench {

/// A concluded comparison for a terminal: conclusions, figures with their intervals, answers,
/// differences and caveats. No line is wider than the screen, and no word is broken that fits it.
/// Rounds (blocks of boots) count from 1. Text from servers and users becomes valid UTF-8 without
/// control characters.
std::string render_comparison_text(const ComparisonResult& result,
                                   const ScreenOptions& screen = ScreenOptions());

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/comparison_text.ipp>
#endif
