// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/comparison_text.hpp>
#include <moebench/report/detail/comparison_remarks.hpp>
#include <moebench/report/detail/comparison_wording.hpp>
#include <moebench/report/detail/text_table.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

namespace detail {

inline std::string starred(std::string label, const Metric& metric) {
    return is_time(metric) ? label + " *" : label;
}

/// Metrics that get a verdict, of one arm.
inline std::string tested_text(const ComparisonResult& result, const std::string& arm) {
    constexpr std::array<std::size_t, 5> widest = {16, 14, 14, 28, 14};
    const double usual = result.experiment.confidence;
    const auto reference = reference_of(result);
    std::vector<TextRow> rows = {
        {"metric", reference, arm, "ratio [" + level_text(usual) + "]", "verdict"}};
    for (const auto* each : metrics_of(result.tested, arm)) {
        rows.push_back({starred(metric_word(each->metric), each->metric),
                        typical_text(result.tested, each->metric, reference),
                        typical_text(result.tested, each->metric, arm), interval_cell(*each, usual),
                        verdict_text(result, *each)});
    }
    if (rows.size() == 1) return "No metric was compared.\n";
    return text_table(std::move(rows), widest);
}

inline std::string rows_text(const ComparisonResult& result, const std::string& arm) {
    constexpr std::array<std::size_t, 4> widest = {28, 14, 14, 31};
    const double usual = result.experiment.confidence;
    const auto reference = reference_of(result);
    std::vector<TextRow> rows = {
        {"test", reference, arm, "ratio [" + row_level_text(result) + "]"}};
    for (const auto* each : metrics_of(result.rows, arm)) {
        rows.push_back({starred(metric_label(each->metric), each->metric),
                        typical_text(result.rows, each->metric, reference),
                        typical_text(result.rows, each->metric, arm), interval_cell(*each, usual)});
    }
    return rows.size() == 1 ? "" : "\n" + text_table(std::move(rows), widest);
}

/// Prompts whose answers are worse than close have a line each; the close ones share one.
inline std::string answer_prompts_text(const AnswerJudgement& judged) {
    std::string text;
    std::string close;
    for (const auto& prompt : judged.prompts) {
        if (prompt.verdict == AnswerVerdict::close) {
            close += (close.empty() ? "" : ", ") + prompt.prompt;
        } else if (prompt.verdict > AnswerVerdict::close) {
            text += wrapped("  " + prompt.prompt + ": " + std::string(to_string(prompt.verdict)) +
                                (prompt.why.empty() ? "" : ": " + prompt.why),
                            4);
        }
    }
    return close.empty() ? text : text + wrapped("  close: " + close, 4);
}

inline std::string worst_positions_text(const std::string& reference,
                                        const AnswerJudgement& judged) {
    std::string text;
    for (const auto& worst : judged.worst) {
        std::string line = "  " + worst.prompt + ", " + (worst.prefill ? "prefill" : "decode") +
                           " at " + std::to_string(worst.at) + ": " + reference + " says \"" +
                           token_text(worst.reference_says) + "\", " + judged.arm + " \"" +
                           token_text(worst.arm_says) + "\" (KL " + number_text(worst.kl) +
                           ", dlogp " + number_text(worst.logprob_difference) + ")";
        if (!worst.before.empty()) line += " after \"" + tail_text(worst.before, 40) + "\"";
        text += wrapped(line, 4);
    }
    return text;
}

inline std::string answers_text(const ComparisonResult& result) {
    std::string text;
    for (const auto& judged : result.answers) {
        text += wrapped(judged.arm + ": " + answer_line(result, judged), 2);
        if (judged.verdict <= AnswerVerdict::identical) continue;
        const auto fault = answer_fault(judged);
        if (!fault.empty()) text += wrapped("  " + fault, 4);
        text += answer_prompts_text(judged);
        text += worst_positions_text(reference_of(result), judged);
    }
    return text.empty() ? text : "\n" + text;
}

/// Lines under a heading; nothing where there are none.
inline std::string listed(std::string_view heading, const Lines& lines) {
    if (lines.empty()) return "";
    std::string text = "\n" + wrapped(heading, 2);
    for (const auto& line : lines) text += wrapped("  " + line, 4);
    return text;
}

} // namespace detail

MOEBENCH_DECL std::string render_comparison_text(const ComparisonResult& result) {
    if (detail::compared_arms(result).empty()) return "Nothing was compared.\n";
    const auto reference = detail::reference_of(result);
    std::string text =
        detail::wrapped("against " + reference + ": " + detail::setting_text(result), 2);
    const auto ending = detail::ending_text(result);
    if (!ending.empty()) text += detail::wrapped(ending, 2);
    for (const auto& arm : detail::compared_arms(result)) {
        text += detail::wrapped(arm + ": " + detail::conclusion_sentence(result, arm), 2);
    }
    for (const auto& arm : detail::compared_arms(result)) {
        text += "\n" + detail::tested_text(result, arm) + detail::rows_text(result, arm);
    }
    if (text.find(" *") != std::string::npos) {
        text += "* a time: lower is better, a ratio below 1 is faster\n";
    }
    text += detail::answers_text(result);
    text += detail::listed("differences:", detail::difference_lines(result));
    text +=
        detail::listed("A/A, " + reference + " against itself:", detail::null_spread_lines(result));
    text += detail::listed("boots to look at:", detail::mark_lines(result));
    text += detail::listed("outliers:", detail::outlier_lines(result));
    text += detail::listed("drift:", detail::drift_lines(result));
    text += detail::listed("blocks left out:", detail::left_out_lines(result));
    text += detail::listed("what would make it firmer:", detail::firmer_lines(result));
    return text;
}

} // namespace moebench
