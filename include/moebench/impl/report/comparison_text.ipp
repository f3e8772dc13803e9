// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/comparison_text.hpp>
#include <moebench/report/detail/comparison_table.hpp>
#include <moebench/report/detail/text_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

namespace detail {

/// Rows below their head, with verdicts if it has five columns.
inline std::string metric_table(TextRow head, const std::vector<MetricRow>& rows,
                                const std::vector<std::size_t>& widest) {
    std::vector<TextRow> cells = {std::move(head)};
    for (const auto& row : rows) {
        cells.push_back({row.label + (is_time(row.metric->metric) ? " *" : ""), row.baseline,
                         row.arm, row.ratio, row.verdict});
        cells.back().resize(widest.size());
    }
    return text_table(std::move(cells), widest);
}

inline std::string arm_text(const ComparisonTable& table, const ArmTable& arm) {
    if (arm.tested.empty()) return "No metric was compared.\n";
    std::string text =
        metric_table({"metric", table.baseline, arm.name, "ratio [" + table.level + "]", "verdict"},
                     arm.tested, {16, 14, 14, 28, 14});
    if (arm.prompts.empty()) return text;
    return text + "\n" +
           metric_table({"not tested", table.baseline, arm.name, "ratio [" + table.level + "]"},
                        arm.prompts, {28, 14, 14, 31});
}

/// The first prompts whose answers are worse than close, each in a line, and the number of others.
inline std::string worse_prompts_text(const AnswerJudgement& judged) {
    constexpr std::int64_t most = 6;
    std::int64_t worse = 0;
    std::string text;
    for (const auto& prompt : judged.prompts) {
        if (prompt.verdict <= AnswerVerdict::close || ++worse > most) continue;
        text += wrapped("  " + prompt.prompt + ": " + std::string(to_string(prompt.verdict)) +
                            ": " + reason_text(prompt),
                        4);
    }
    return worse > most ? text + "  and " + std::to_string(worse - most) + " more\n" : text;
}

/// The names of the prompts whose answers are close, or only their number.
inline std::string close_prompts_text(const AnswerJudgement& judged) {
    constexpr std::int64_t most = 4;
    std::int64_t close = 0;
    std::string names;
    for (const auto& prompt : judged.prompts) {
        if (prompt.verdict != AnswerVerdict::close) continue;
        names += (++close > 1 ? ", " : "") + prompt.prompt;
    }
    if (close == 0) return "";
    return wrapped("  close: " + (close > most ? count_text(close, "prompt") : names), 4);
}

inline std::string worst_positions_text(const std::string& baseline,
                                        const AnswerJudgement& judged) {
    std::string text;
    for (const auto& worst : judged.worst) {
        std::string line = "  " + worst.prompt + ", " + (worst.prefill ? "prefill" : "decode") +
                           " at " + std::to_string(worst.at) + ": " + baseline + " says \"" +
                           token_text(worst.baseline_says) + "\", " + judged.arm + " \"" +
                           token_text(worst.arm_says) + "\" (KL " + number_text(worst.kl) +
                           ", dlogp " + number_text(worst.logprob_difference) + ")";
        if (!worst.before.empty()) line += " after \"" + tail_text(worst.before, 40) + "\"";
        text += wrapped(line, 4);
    }
    return text;
}

inline std::string answers_text(const ComparisonTable& table) {
    std::string text;
    for (const auto& [judged, line, fault] : table.answers) {
        text += wrapped(judged->arm + ": " + line, 2);
        if (judged->verdict <= AnswerVerdict::identical) continue;
        if (!fault.empty()) text += wrapped("  " + fault, 4);
        text += worse_prompts_text(*judged) + close_prompts_text(*judged);
        text += worst_positions_text(table.baseline, *judged);
    }
    return text.empty() ? text : "\n" + text;
}

/// Lines under a heading; nothing where there are none.
inline std::string listed(const std::string& heading, const Lines& lines) {
    if (lines.empty()) return "";
    std::string text = "\n" + wrapped(heading + ":", 2);
    for (const auto& line : lines) text += wrapped("  " + line, 4);
    return text;
}

} // namespace detail

MOEBENCH_DECL std::string render_comparison_text(const ComparisonResult& result) {
    if (result.arms.empty()) return "Nothing was compared.\n";
    const auto table = detail::comparison_table(result);
    std::string text;
    for (const auto& arm : table.arms) text += detail::wrapped(arm.name + ": " + arm.sentence, 2);
    if (!table.ending.empty()) text += detail::wrapped(table.ending, 2);
    text += detail::wrapped("against " + table.baseline + ": " + table.setting, 2);
    for (const auto& arm : table.arms) text += "\n" + detail::arm_text(table, arm);
    if (std::ranges::any_of(table.arms, &detail::ArmTable::has_times)) {
        text += "* a time: lower is better, a ratio below 1 is faster\n";
    }
    text += detail::answers_text(table);
    detail::Lines lines;
    for (const auto& each : table.differences) lines.push_back(detail::difference_line(each));
    text += detail::listed("differences", lines);
    lines.clear();
    for (const auto& [null, label, line] : table.null_spread) lines.push_back(label + ": " + line);
    text += detail::listed("A/A, " + table.baseline + " against itself", lines);
    for (const auto& caveat : table.caveats) text += detail::listed(caveat.heading, caveat.lines);
    return text + detail::listed("to be surer", table.to_be_surer);
}

} // namespace moebench
