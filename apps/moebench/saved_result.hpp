// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/error.hpp>
#include <moebench/store/run_result.hpp>

#include <string>
#include <variant>

namespace moebench::cli {

/// A result file: of a comparison or of a run.
using SavedResult = std::variant<ComparisonResult, RunResult>;

/// Errors: Errc::invalid_option, with the file name, if it cannot be read or is not a result.
Result<SavedResult> read_saved_result(const std::string& path);

} // namespace moebench::cli
