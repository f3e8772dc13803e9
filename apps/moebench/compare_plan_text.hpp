// SPDX-License-Identifier: MIT
#pragma once

#include "to_experiment.hpp"

#include <string>

namespace moebench::cli {

/// "about 3 min"
std::string about(Duration duration);

/// How each arm's server is started, the order of boots, and where results go. Asks the servers
/// what flags they know; starts none to serve.
Result<std::string> render_compare_plan(const ComparePlan& plan, const Surroundings& surroundings);

} // namespace moebench::cli
