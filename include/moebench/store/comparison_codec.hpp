// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>
#include <moebench/error.hpp>

#include <string>
#include <string_view>

namespace moebench {

/// The version of both files. Readers refuse newer ones; new keys do not change it.
inline constexpr int comparison_schema_version = 1;

/// The result file.
///
/// | key | meaning |
/// |---|---|
/// | `schema`, `schema_version` | `moebench-comparison`; see comparison_schema_version |
/// | `moebench` | `version` of the program |
/// | `status`, `error` | how it ended, and why: see ComparisonEnd |
/// | `took_s` | all sessions together, in seconds |
/// | `experiment` | what was asked: ExperimentFacts |
/// | `arms` | a conclusion and a sentence for each arm but the baseline |
/// | `metrics` | ratio, interval, verdict, p-values, drift and block ratios of the tested metrics |
/// | `rows` | the same for single prompts: 95 % each, for information, not tested |
/// | `figures`, `row_figures` | each arm alone: typical value, spread, drift, outlier blocks |
/// | `disturbances` | carry-over and a slow first pass: Disturbance |
/// | `answers` | does each arm still say the same: AnswerJudgement |
/// | `differences` | in what the arms differ, and whether that was asked for: Difference |
/// | `null_spread` | the baseline against itself: NullSpread; null without A/A blocks |
/// | `script` | what the answer pass asked: AnswerScript |
/// | `boots` | every boot in the order in which it ended: BootRecord |
///
/// `arms` to `null_spread` follow from the rest: they are written, and parse_comparison() computes
/// them anew. The keys stand in store/detail/comparison_fields.hpp and conclusion_fields.hpp.
/// Durations are in seconds; a ratio is arm over baseline; precision, spread and drift of 0.01 are
/// 1 %.
std::string encode_comparison(const ComparisonResult& result);

/// Reads a result file and calls conclude(). Errors: Errc::malformed_json; Errc::missing_field for
/// another file, or a newer schema.
Result<ComparisonResult> parse_comparison(std::string_view json);

/// The first line of the journal, without its line break, as the next two:
/// `{"schema_version": 1, "experiment": {...}}`.
std::string encode_experiment_line(const ExperimentFacts& experiment);
/// The second line, once the answer pass has its script: `"script"` in place of `"experiment"`.
std::string encode_script_line(const AnswerScript& script);
/// Each other line, a boot that has ended: `"boot"` in place of `"experiment"`.
std::string encode_boot_line(const BootRecord& boot);

/// Reads a journal, also one whose last line was cut off; not concluded. Errors: as
/// parse_comparison().
Result<ComparisonResult> parse_journal(std::string_view lines);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/comparison_codec.ipp>
#endif
