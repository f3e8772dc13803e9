// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/store/run_result.hpp>

#include <span>
#include <string>

namespace moebench {

/// A Markdown table with a column for each result, all of one suite and model.
std::string render_run_results(std::span<const RunResult> results);

/// The same as an HTML page that needs no other file.
std::string render_run_results_html(std::span<const RunResult> results);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/run_results.ipp>
#endif
