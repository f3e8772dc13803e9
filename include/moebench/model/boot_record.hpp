// SPDX-License-Identifier: MIT
#pragma once

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
    /// Reads the placement and collects the answers, before anything is timed.
    preliminary,
    /// Compares the baseline with itself.
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

/// One measured request of a boot: the values that a comparison uses. The complete sample is in the
/// boot's samples file.
struct RequestRecord {
    /// The request's name, or "prompt N" with its place in the suite, from 1.
    std::string prompt;
    /// Pass over the suite, from 0.
    std::int64_t pass = 0;
    /// Sample::prompt_sha256: only replies to the same question can be equal, and `bench` salts
    /// each pass differently. Empty in files of older versions.
    std::string prompt_sha256;
    /// Sample::measures.
    Measures measures = Measures::everything;
    /// Only `ok` requests count in the figures.
    RequestStatus status = RequestStatus::ok;
    /// What went wrong. Empty when ok.
    std::string error;
    /// Sample::prefill_tokens_per_s.
    std::optional<double> prefill_tokens_per_s;
    /// Sample::decode_tokens_per_s.
    std::optional<double> decode_tokens_per_s;
    /// Sample::ttft_s.
    std::optional<double> ttft_s;
    /// (predicted_n - 1) over the time from the first event with text to the last, on the client's
    /// clock.
    std::optional<double> client_decode_tokens_per_s;
    /// Sample::latency_s.
    double latency_s = 0;
    /// ServerTimings::cache_n.
    std::optional<std::int64_t> cache_n;
    /// ServerTimings::prompt_n.
    std::optional<std::int64_t> prompt_n;
    /// ServerTimings::predicted_n.
    std::optional<std::int64_t> predicted_n;
    /// Sample::expected_cache_n.
    std::optional<std::int64_t> expected_cache_n;
    /// SHA-256 of reasoning, a NUL byte, and content; hexadecimal.
    std::string content_sha256;
    /// The reasoning, followed by the content.
    std::string text;

    RequestRecord() = default;

    /// Whether a complete reply arrived.
    bool ok() const noexcept { return status == RequestStatus::ok; }
};

/// A reason to doubt a boot's figures, shown next to them:
/// `warming_up slowing clock_drop timings_disagree spilled cache_violation`.
struct BootMark {
    /// One of those names.
    std::string name;
    /// The explanation, with numbers.
    std::string why;
};

/// The result of one server boot.
struct BootRecord {
    /// Name of the arm; in an A/A one of aa_arms.
    std::string arm;
    /// What the boot was for.
    BootPurpose purpose = BootPurpose::measured;
    /// Number of the block, counted from 0 for each purpose.
    int block = 0;
    /// Place in the block, from 0.
    int place = 0;
    /// Only completed boots count in the figures.
    Outcome outcome = Outcome::completed;
    /// Why it did not complete. Empty when it did.
    std::string failure;
    /// Seconds from the start of the comparison to the start of the boot; earlier sessions count.
    double started_s = 0;
    /// Seconds from then until the server has ended.
    double took_s = 0;
    /// How many of these seconds the answer pass took.
    double answers_s = 0;
    /// Argv, facts about server and host, as a single run records them.
    RunInfo info;
    /// The measured requests in order, failed ones included.
    std::vector<RequestRecord> requests;
    /// See find_marks(). Empty: nothing was found, or the boot is preliminary.
    std::vector<BootMark> marks;
    /// Only for preliminary boots.
    std::optional<AnswerRecord> answers;
    /// Path of the server's log.
    std::string log_file;
    /// Path of the complete samples, one line of JSON each.
    std::string samples_file;

    BootRecord() = default;
};

} // namespace moebench
