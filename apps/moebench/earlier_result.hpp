// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/expectation.hpp>

#include <optional>
#include <string>

namespace moebench::cli {

/// What an earlier comparison says about a planned one.
struct EarlierResult {
    /// Its file name.
    std::string file;
    Expectation expectation;
};

/// The newest result of a comparison with the same work in the folder of `result`; only the eight
/// newest files are looked at. Absent: there is none.
std::optional<EarlierResult> earlier_result(const Experiment& experiment,
                                            const std::string& result);

/// "time" and "precision", a line each, as in the plan.
std::string expectation_text(const Experiment& experiment, const std::string& result);

} // namespace moebench::cli
