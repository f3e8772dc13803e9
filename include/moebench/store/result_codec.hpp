// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/run_report.hpp>

#include <string>

namespace moebench {

/// Of the result file; raised when a key changes its meaning or goes.
inline constexpr int result_schema_version = 1;

/// The result file around its three arrays of samples:
/// before_warmup + [...] + before_requests + [...] + before_failed + [...] + after_failed.
struct ResultFrame {
    /// Everything up to the array `warmup`: what is known of the run, and its summary.
    std::string before_warmup;
    /// The key of the array `requests`.
    std::string before_requests;
    /// The key of the array `failed`.
    std::string before_failed;
    /// The end of the file.
    std::string after_failed;
};

/// The result file of a run, without its samples: these may be more than memory holds.
ResultFrame encode_result(const RunInfo& info, const RunReport& report);

/// The seed's line between PERF_METRICS_START and PERF_METRICS_END: its summary and the number of
/// failed requests, keys sorted.
std::string encode_perf_metrics(const RunInfo& info, const RunReport& report);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/result_codec.ipp>
#endif
