// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/model/run_report.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench {

/// The result file of a run as it is read back; encode_result() lists its keys.
struct RunResult {
    /// What a table calls it.
    std::string label;
    /// Of the file; see result_schema_version. 0: the original script's.
    std::int64_t schema_version = 0;
    /// RunOptions::save_content and ServerFacts::libraries are not in the file.
    RunInfo info;
    /// Only a failure's message is in the file.
    RunReport report;

    RunResult() = default;
};

/// Reads the result file of a run, without its samples; what is missing keeps its default. Errors:
/// Errc::malformed_json; Errc::missing_field for another file, or a newer schema.
Result<RunResult> parse_run_result(std::string_view json, std::string label);

/// Why two results cannot share a table: another schema, suite or model. Empty: they can.
std::string difference_of(const RunResult& one, const RunResult& other);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/run_result.ipp>
#endif
