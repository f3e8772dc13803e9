// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/run_report.hpp>

#include <string>

namespace moebench::cli {

/// What a run came to, as a small Markdown table that is also readable as it stands.
std::string render_run_table(const RunInfo& info, const RunReport& report);

} // namespace moebench::cli
