// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/error.hpp>
#include <moebench/report/run_results.hpp>

#include <string>
#include <variant>

namespace moebench::cli {

/// A result file, of either kind.
using SavedResult = std::variant<ComparisonResult, RunResult>;

/// Errors: with the file's name; Errc::invalid_option when it cannot be read or is no result.
Result<SavedResult> read_saved_result(const std::string& path);

} // namespace moebench::cli
