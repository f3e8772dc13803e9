// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/run_report.hpp>

#include <string>

namespace moebench {

/// Of the result file; raised when a key changes its meaning or is removed.
inline constexpr int result_schema_version = 1;

/// The result file around its three arrays of samples:
/// before_warmup + [...] + before_requests + [...] + before_failed + [...] + after_failed.
struct ResultFrame {
    /// Everything up to the array `warmup`.
    std::string before_warmup;
    /// The summary, and the key of the array `requests`.
    std::string before_requests;
    /// The key of the array `failed`.
    std::string before_failed;
    /// The rest of the file.
    std::string after_failed;
};

/// The result file of a run, without its samples: there may be more than memory holds.
///
/// | key | meaning |
/// |---|---|
/// | `server_cmd` | argv of the server that was started; secrets are redacted |
/// | `warmup`, `requests`, `failed` | the samples, each in one of them; see encode_sample() |
/// | `summary` | see below |
/// | `schema_version` | see result_schema_version |
/// | `moebench` | `version` of the program |
/// | `profile`, `command_line` | how to do it again |
/// | `status`, `error` | how the run ended, and why: see Outcome |
/// | `work` | RunOptions; durations in seconds, lengths in tokens |
/// | `server` | ServerFacts; `placement` is from the log, `simulated` marks llama-sim's figures |
/// | `environment` | HostFacts |
///
/// | key of `summary` | meaning |
/// |---|---|
/// | `repo` … `warmup_requests` | the original script's; Summary has the same names |
/// | `duration_s` | the measured window without calibration, in seconds |
/// | `…_tokens_per_s` above `rows` | tokens over `duration_s`: prefill and decode mixed |
/// | `max_prompt_tokens` … | the largest request |
/// | then the suite's own | `long_prompt_target_tokens`, … |
/// | `failed_requests` | those of the warm-up too |
/// | `calibration_s` | time spent in the suite, in seconds |
/// | `duration_with_calibration_s` | the window as the original script takes it, in seconds |
/// | `latency`, `ttft`, `inter_token_latency` | distributions over requests, in seconds |
/// | `prefill_tokens_per_s`, `decode_tokens_per_s` | distributions over requests |
/// | `rows` | for each prompt name its distributions |
/// | `samples_without_usage`, `samples_without_timings` | requests without these figures |
/// | `samples_in_one_piece` | requests whose stream something between collected |
///
/// The keys stand in store/detail/run_fields.hpp and server_fields.hpp. Unavailable values are
/// null, and `absent` in the same object says why. A percentile is null where there are too few
/// requests for it.
ResultFrame encode_result(const RunInfo& info, const RunReport& report);

/// The line between PERF_METRICS_START and PERF_METRICS_END: the original script's summary and the
/// number of failed requests, keys sorted.
std::string encode_perf_metrics(const RunInfo& info, const RunReport& report);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/result_codec.ipp>
#endif
