// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/answer_record.hpp>
#include <moebench/compare/boot_measurement.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/model/run_report.hpp>
#include <moebench/model/sample.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// What a boot is for: to read placement and give the answers, before anything is timed; reference
/// against reference; or the comparison itself.
enum class BootPurpose { preliminary, aa, measured };

constexpr std::string_view to_string(BootPurpose purpose) noexcept {
    switch (purpose) {
    case BootPurpose::preliminary: return "preliminary";
    case BootPurpose::aa: return "aa";
    case BootPurpose::measured: break;
    }
    return "measured";
}

/// One measured request of a boot: what a comparison looks at. The whole sample stands in the
/// boot's samples file.
struct RequestRecord {
    /// The request's name, or "prompt N" with its place in the suite, from 1.
    std::string prompt;
    /// Which pass over the suite, from 0: `bench` salts each anew, so only replies of one pass can
    /// be the same.
    std::int64_t pass = 0;
    RequestStatus status = RequestStatus::ok;
    std::string error;
    std::optional<double> prefill_tokens_per_s, decode_tokens_per_s, ttft_s;
    /// (predicted_n - 1) over the time from the first event with text to the last, on our clock.
    std::optional<double> client_decode_tokens_per_s;
    double latency_s = 0;
    std::optional<std::int64_t> cache_n, prompt_n, predicted_n;
    /// Tokens that the suite expects to find in the cache; absent where it expects nothing certain.
    std::optional<std::int64_t> expected_cache_n;
    /// Over reasoning, a NUL byte, and content.
    std::string content_sha256;
    /// Reasoning, and content behind it.
    std::string text;

    RequestRecord() = default;

    bool ok() const noexcept { return status == RequestStatus::ok; }
};

/// What a comparison keeps of a sample.
RequestRecord request_record(const Sample& sample, const RunInfo& info);

/// Something that spoils a boot's figures, named beside them and never instead of them:
/// `warming_up slowing clock_drop timings_disagree spilled cache_violation`.
struct BootMark {
    std::string name;
    /// In words, with numbers.
    std::string why;
};

/// What one server boot left.
struct BootRecord {
    /// Of A/A: "reference A" and "reference B".
    std::string arm;
    BootPurpose purpose = BootPurpose::measured;
    /// Blocks and places in them count from 0, for each purpose anew.
    int block = 0, place = 0;
    Outcome outcome = Outcome::completed;
    /// Why it did not complete. Empty when it did.
    std::string failure;
    /// Seconds from the start of the comparison to the boot's, and how long it took in all.
    double started_s = 0, took_s = 0;
    /// Of that, the answer pass.
    double answers_s = 0;
    /// Argv, facts of server and host, as a single run records them.
    RunInfo info;
    std::vector<RequestRecord> requests;
    std::vector<BootMark> marks;
    /// Of preliminary boots.
    std::optional<AnswerRecord> answers;
    /// Where log and samples lie.
    std::string log_file, samples_file;

    BootRecord() = default;
};

/// The figures of a boot by prompt, for compare_boots(): prefill_tokens_per_s, decode_tokens_per_s,
/// ttft_s, latency_s. Of `bench`'s rows each has the figures that its name promises: prefill and
/// TTFT for pp, decode for tg.
BootMeasurement measurement(const BootRecord& boot);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/boot_record.ipp>
#endif
