// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "exit_code.hpp"

#include <moebench/compare/comparison_result.hpp>

#include <string>

namespace moebench::cli {

/// The exit code of a comparison, and the reason for people.
struct CompareVerdict {
    ExitCode code = ExitCode::ok;
    std::string why;
};

/// The first of these that applies: 130 interrupted; 1 the comparison or an arm failed; 4 answers
/// broken or divergent; 5 confounded, or the baseline differs from itself; 3 regressed(); 4 answers
/// not identical although required; 3 a gate holds; 5 a gate's figure is missing; 5 not
/// shown_no_worse(), unless that is allowed; 0.
CompareVerdict compare_verdict(const CompareOptions& options, const ComparisonResult& result);

} // namespace moebench::cli
