// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>

#include <string>

namespace moebench {

/// A concluded comparison as a closing screen of at most 100 columns: what it comes to, the figures
/// behind it with their intervals, the answers beside them, and everything that speaks against
/// believing them. Blocks count from 1. Text of servers and users is valid UTF-8 in it, without
/// control characters.
std::string render_comparison_text(const ComparisonResult& result);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/comparison_text.ipp>
#endif
