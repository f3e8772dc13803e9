// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_measurement.hpp>
#include <moebench/model/answer_record.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/model/run_report.hpp>
#include <moebench/model/sample.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// What a boot is for.
enum class BootPurpose {
    /// To read placement and give the answers, before anything is timed.
    preliminary,
    /// Reference against reference.
    aa,
    /// The comparison itself.
    measured,
};

/// The enumerator's name, as files spell it.
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
    /// Only `ok` enters a figure.
    RequestStatus status = RequestStatus::ok;
    /// What went wrong. Empty when ok.
    std::string error;
    /// Sample::prefill_tokens_per_s.
    std::optional<double> prefill_tokens_per_s;
    /// Sample::decode_tokens_per_s.
    std::optional<double> decode_tokens_per_s;
    /// Sample::ttft_s.
    std::optional<double> ttft_s;
    /// (predicted_n - 1) over the time from the first event with text to the last, on our clock.
    std::optional<double> client_decode_tokens_per_s;
    /// Sample::latency_s.
    double latency_s = 0;
    /// ServerTimings::cache_n.
    std::optional<std::int64_t> cache_n;
    /// ServerTimings::prompt_n.
    std::optional<std::int64_t> prompt_n;
    /// ServerTimings::predicted_n.
    std::optional<std::int64_t> predicted_n;
    /// Tokens that the suite expects to find in the cache; absent where it expects nothing certain.
    std::optional<std::int64_t> expected_cache_n;
    /// SHA-256 over reasoning, a NUL byte, and content; hexadecimal.
    std::string content_sha256;
    /// Reasoning, and content behind it.
    std::string text;

    RequestRecord() = default;

    /// Whether a whole reply came.
    bool ok() const noexcept { return status == RequestStatus::ok; }
};

/// What a comparison keeps of a sample.
RequestRecord request_record(const Sample& sample, const RunInfo& info);

/// Something that spoils a boot's figures, named beside them and never instead of them:
/// `warming_up slowing clock_drop timings_disagree spilled cache_violation`.
struct BootMark {
    /// One of those names.
    std::string name;
    /// In words, with numbers.
    std::string why;
};

/// What one server boot left.
struct BootRecord {
    /// Of A/A: "reference A" and "reference B".
    std::string arm;
    /// What it was for.
    BootPurpose purpose = BootPurpose::measured;
    /// Blocks count from 0, for each purpose anew.
    int block = 0;
    /// Its place in the block, from 0.
    int place = 0;
    /// Only a completed boot enters a figure.
    Outcome outcome = Outcome::completed;
    /// Why it did not complete. Empty when it did.
    std::string failure;
    /// From the start of the comparison to the boot's, in seconds; sessions before it count.
    double started_s = 0;
    /// From there to the server's end, in seconds.
    double took_s = 0;
    /// Of that, the answer pass, in seconds.
    double answers_s = 0;
    /// Argv, facts of server and host, as a single run records them.
    RunInfo info;
    /// The measured ones, failed ones among them, in order.
    std::vector<RequestRecord> requests;
    /// See find_marks(). Empty: nothing was seen, or the boot is preliminary.
    std::vector<BootMark> marks;
    /// Of preliminary boots.
    std::optional<AnswerRecord> answers;
    /// Where the server's log lies.
    std::string log_file;
    /// Where the whole samples lie, a line of JSON each.
    std::string samples_file;

    BootRecord() = default;
};

/// The figures of a boot by prompt, for compare_boots(): prefill_tokens_per_s, decode_tokens_per_s,
/// ttft_s, latency_s. Of `bench`'s rows each has the figures that its name promises: prefill and
/// TTFT for pp, decode for tg.
BootMeasurement measurement(const BootRecord& boot);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/boot_record.ipp>
#endif
