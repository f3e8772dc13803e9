// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/run_report.hpp>

#include <string>

namespace moebench::cli {

/// With three significant digits or more; below a second, in ms.
std::string speed_text(double tokens_per_s);
std::string time_text(double seconds);

/// The outcome of a run as a small Markdown table that is also readable on a terminal.
std::string render_run_table(const RunInfo& info, const RunReport& report);

/// Why replies have no TTFT though they were streamed; empty if all have one.
std::string collected_streams(const Summary& summary);

} // namespace moebench::cli
