// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"
#include "to_experiment.hpp"

#include <moebench/compare/comparison_result.hpp>

#include <optional>

namespace moebench::cli {

/// Runs `moebench compare`.
ExitCode compare(const CompareOptions& options);

/// Carries out a plan, or only shows it. `earlier`: the journal that it continues.
ExitCode compare(const CompareOptions& options, const Surroundings& surroundings, ComparePlan plan,
                 std::optional<ComparisonResult> earlier);

} // namespace moebench::cli
