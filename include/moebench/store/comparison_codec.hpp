// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/config.hpp>
#include <moebench/error.hpp>

#include <string>
#include <string_view>

namespace moebench {

/// Of result and journal. Readers refuse a greater one; keys may be added without raising it.
inline constexpr int comparison_schema_version = 1;

/// The first line of a comparison's journal: the experiment. JSON without a line break, as the
/// next two.
std::string encode_experiment_line(const ExperimentFacts& experiment);
/// The second line: the script of the answer pass, once it is made.
std::string encode_script_line(const AnswerScript& script);
/// Each other line: a boot that has ended.
std::string encode_boot_line(const BootRecord& boot);

/// The result file. `schema` is "moebench-comparison"; `experiment`, `script` and `boots` are what
/// was done and seen, the rest follows from them: `arms` the conclusions, `metrics` and `rows` the
/// ratios with their blocks, `figures` the arms alone, `answers`, `differences`, `null_spread`.
std::string encode_comparison(const ComparisonResult& result);

/// Reads a result file and concludes anew. Errors: Errc::malformed_json, Errc::missing_field for a
/// file that is no comparison, or of a newer schema.
Result<ComparisonResult> parse_comparison(std::string_view json);

/// Reads a journal, also one whose last line was cut off; not concluded. Errors: as above.
Result<ComparisonResult> parse_journal(std::string_view lines);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/comparison_codec.ipp>
#include <moebench/impl/store/comparison_parser.ipp>
#endif
