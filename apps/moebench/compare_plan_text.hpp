// SPDX-License-Identifier: MIT
#pragma once

#include "to_experiment.hpp"

#include <string>

namespace moebench::cli {

/// The name of a line, padded to the column where its value begins.
std::string plan_label(std::string name);

/// "about 3 min"
std::string about(Duration duration);

/// The command of each arm's server, the order of boots, and the files. Runs the servers only with
/// --version and --help.
Result<std::string> render_compare_plan(const ComparePlan& plan, const Surroundings& surroundings);

} // namespace moebench::cli
