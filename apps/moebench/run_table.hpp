// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/run_report.hpp>

#include <string>

namespace moebench::cli {

/// The outcome of a run as a small Markdown table that is also readable on a terminal.
/// With three significant digits or more; below a second, in ms.
std::string speed_text(double tokens_per_s);
std::string time_text(double seconds);

std::string render_run_table(const RunInfo& info, const RunReport& report);

} // namespace moebench::cli
