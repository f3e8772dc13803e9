// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>

#include <string>

namespace moebench {

/// The conclusion on an arm and the reason: "faster: decode +2.1 % [+1.4 %, +2.8 %]; answers
/// identical". `arm` is one of `result.arms`.
std::string arm_sentence(const ComparisonResult& result, const ArmResult& arm);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/arm_sentence.ipp>
#endif
