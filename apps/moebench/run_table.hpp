// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/run_report.hpp>

#include <string>

namespace moebench::cli {

/// The outcome of a run as a small Markdown table that is also readable on a terminal.
std::string render_run_table(const RunInfo& info, const RunReport& report);

} // namespace moebench::cli
