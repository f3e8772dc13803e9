// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <string>

namespace moebench::detail {

/// In which program, library or file that is read `boot` differs from the arm's first boot, with
/// both values, in words. Empty: in none that is known on both.
std::string changed_input(const ComparisonResult& earlier, const BootRecord& boot);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/detail/boot_inputs.ipp>
#endif
