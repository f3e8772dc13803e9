// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/detail/comparison_fields.hpp>
#include <moebench/store/detail/conclusion_fields.hpp>
#include <moebench/store/detail/json_loader.hpp>
#include <moebench/store/detail/run_fields.hpp>

#include <optional>
#include <utility>

namespace moebench {

namespace detail {

inline constexpr std::string_view comparison_schema = "moebench-comparison";

/// What is derived follows from the rest; see conclude().
template <class Archive> void fields(Archive& archive, ComparisonResult& value) {
    auto& [experiment, script, boots, end, failure, took_s, tested, rows, disturbances, null_spread,
           differences, answers, arms] = value;
    archive.derived("schema", comparison_schema);
    archive.derived("schema_version", comparison_schema_version);
    archive.derived("moebench", ThisMoebench());
    archive("status", end);
    archive.or_null("error", failure);
    archive("took_s", took_s)("experiment", experiment);
    archive.derived("arms", arm_sentences(value));
    archive.derived("metrics", tested.metrics);
    archive.derived("rows", rows.metrics);
    archive.derived("figures", tested.arms);
    archive.derived("row_figures", rows.arms);
    archive.derived("disturbances", disturbances);
    archive.derived("answers", answers);
    archive.derived("differences", differences);
    archive.derived("null_spread", null_spread);
    archive("script", script)("boots", boots);
}

template <class T> std::string journal_line(std::string_view key, const T& value) {
    std::string line;
    JsonWriter json(line);
    json.begin_object().member("schema_version", comparison_schema_version);
    json.key(key).raw(json_text(0, value)).end_object();
    return line;
}

inline Result<void> check_schema(const boost::json::object& object) {
    const auto version = json_integer(object, "schema_version");
    if (version && *version <= comparison_schema_version) return {};
    return fail(Errc::missing_field,
                version
                    ? "comparison of schema version " + std::to_string(*version) +
                          "; this moebench reads up to " + std::to_string(comparison_schema_version)
                    : "not a comparison of moebench: it has no schema_version");
}

inline Result<void> read_journal_line(std::string_view text, ComparisonResult& result) {
    auto parsed = parse_json_exactly(text, "journal");
    if (!parsed) return parsed.error();
    const auto* object = parsed->if_object();
    if (object == nullptr) return fail(Errc::missing_field, "journal: a line is not an object");
    if (auto known = check_schema(*object); !known) return known;
    JsonLoader line(*object);
    std::optional<BootRecord> boot;
    line("experiment", result.experiment);
    line("script", result.script);
    line("boot", boot);
    if (boot) result.boots.push_back(std::move(*boot));
    return {};
}

/// moebench 0.1.0 called the two sides of an A/A "reference A" and "reference B".
inline void complete_if_old(std::string_view text, ComparisonResult& result) {
    if (has_measures(text)) return;
    for (auto& boot : result.boots) {
        const bool second = boot.arm.ends_with('B');
        if (boot.purpose == BootPurpose::aa) boot.arm = aa_arms[second ? 1 : 0];
        for (auto& request : boot.requests) {
            if (result.experiment.suite == "bench") {
                request.measures = measures_of_row(request.prompt);
            }
        }
    }
}

} // namespace detail

MOEBENCH_DECL std::string encode_experiment_line(const ExperimentFacts& experiment) {
    return detail::journal_line("experiment", experiment);
}

MOEBENCH_DECL std::string encode_script_line(const AnswerScript& script) {
    return detail::journal_line("script", script);
}

MOEBENCH_DECL std::string encode_boot_line(const BootRecord& boot) {
    return detail::journal_line("boot", boot);
}

MOEBENCH_DECL std::string encode_comparison(const ComparisonResult& result) {
    return detail::json_text(1, result) + "\n";
}

MOEBENCH_DECL Result<ComparisonResult> parse_comparison(std::string_view json) {
    auto parsed = parse_json_exactly(json, "comparison");
    if (!parsed) return parsed.error();
    const auto* object = parsed->if_object();
    if (object == nullptr || json_object(*object, "experiment") == nullptr ||
        json_string(*object, "schema") != detail::comparison_schema) {
        return fail(Errc::missing_field, "not a comparison of moebench");
    }
    if (auto known = detail::check_schema(*object); !known) return known.error();
    ComparisonResult result;
    detail::JsonLoader loader(*object);
    detail::fields(loader, result);
    detail::complete_if_old(json, result);
    conclude(result);
    return result;
}

MOEBENCH_DECL Result<ComparisonResult> parse_journal(std::string_view lines) {
    const auto all = lines;
    ComparisonResult result;
    for (std::size_t number = 1; !lines.empty(); ++number) {
        const auto end = lines.find('\n');
        if (end == std::string_view::npos) break; // what ended the process cut this line off
        if (auto read = detail::read_journal_line(lines.substr(0, end), result); !read) {
            return prefixed("line " + std::to_string(number), read.error());
        }
        lines.remove_prefix(end + 1);
    }
    if (result.experiment.arms.empty()) {
        return fail(Errc::missing_field, "the journal does not say what was compared");
    }
    detail::complete_if_old(all, result);
    return result;
}

} // namespace moebench
