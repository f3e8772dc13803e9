// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/model/run_report.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// Mean and standard deviation of one figure over the requests of a result.
struct SavedFigure {
    /// Absent: the result has none.
    std::optional<double> mean;
    /// Absent below two values.
    std::optional<double> stddev;
};

/// What a table shows of the result file of a run.
struct RunResult {
    /// What the table calls it.
    std::string label;
    /// Of the file; see result_schema_version.
    std::int64_t schema_version = 0;
    /// As parse_run_info() reads it.
    RunInfo info;
    /// An Outcome as to_string() spells it.
    std::string status;
    /// Good measured ones.
    std::int64_t requests = 0;
    /// Those that enter no figure.
    std::int64_t failed_requests = 0;
    /// Over requests, by the server's timings.
    SavedFigure prefill_tokens_per_s;
    /// Over requests, by the server's timings.
    SavedFigure decode_tokens_per_s;
    /// Time to the first token, in seconds.
    SavedFigure ttft_s;
    /// Whole requests, in seconds.
    SavedFigure latency_s;
    /// The suite's rows by name: prefill and decode of each.
    std::vector<std::pair<std::string, std::pair<SavedFigure, SavedFigure>>> rows;
    /// How it was made: the words after `moebench`. Empty in results of older versions.
    std::vector<std::string> command_line;

    RunResult() = default;
};

/// Reads the result file of a run. Errors: Errc::malformed_json; Errc::missing_field for a file
/// that is none, or of a newer schema.
Result<RunResult> parse_run_result(std::string_view json, std::string label);

/// In what two results differ that may not stand in one table: schema, suite, model. Empty:
/// nothing.
std::string difference_of(const RunResult& one, const RunResult& other);

/// A Markdown table with a column for each result, all of one suite and model.
std::string render_run_results(std::span<const RunResult> results);

/// The same as an HTML page that needs no other file.
std::string render_run_results_html(std::span<const RunResult> results);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/report/run_results.ipp>
#endif
