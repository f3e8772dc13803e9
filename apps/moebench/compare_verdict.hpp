// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

#include <moebench/compare/comparison_result.hpp>

#include <string>

namespace moebench::cli {

/// What the shell is told of a comparison, and why in a few words.
struct CompareVerdict {
    ExitCode code = ExitCode::ok;
    std::string why;
};

/// The first that holds: 130 interrupted; 1 it failed, or an arm did; 4 answers broken or
/// divergent, or not identical where that is required; 5 confounded, or a machine that tells A from
/// A; 3 slower, or a gate that holds; 5 no verdict, unless that is allowed; 0.
CompareVerdict compare_verdict(const CompareOptions& options, const ComparisonResult& result);

} // namespace moebench::cli
