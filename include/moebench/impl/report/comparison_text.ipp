// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/comparison_text.hpp>
#include <moebench/report/detail/comparison_table.hpp>
#include <moebench/report/detail/page_tone.hpp>
#include <moebench/report/detail/screen_writer.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

namespace detail {

/// Rows below their head, with verdicts if it has five columns.
inline void add_metrics(ScreenWriter& screen, const ArmTable& arm, const TextRow& head,
                        const std::vector<MetricRow>& rows) {
    std::vector<TextRow> cells = {head};
    Tones tones;
    for (const auto& row : rows) {
        tones.push_back(tone_of(arm, row));
        cells.push_back(
            {row.label, row.baseline_text(), row.arm_text(), row.speedup_text(), row.verdict});
        cells.back().resize(head.size());
    }
    screen.table(cells, tones);
}

inline void add_arm(ScreenWriter& screen, const ComparisonTable& table, const ArmTable& arm) {
    screen.blank_line();
    if (arm.tested.empty()) {
        screen.paragraph("No metric was compared.");
        return;
    }
    const auto speedup = "speedup [" + table.level + "]";
    add_metrics(screen, arm, {"metric", table.baseline, arm.name, speedup, "verdict"}, arm.tested);
    if (arm.prompts.empty()) return;
    screen.blank_line();
    add_metrics(screen, arm, {"not tested", table.baseline, arm.name, speedup}, arm.prompts);
}

/// The first prompts whose answers are worse than close, each in a line, and the number of others.
inline void add_worse_prompts(ScreenWriter& screen, const AnswerJudgement& judged) {
    constexpr std::int64_t most = 6;
    std::int64_t worse = 0;
    for (const auto& prompt : judged.prompts) {
        if (prompt.verdict <= AnswerVerdict::close || ++worse > most) continue;
        const bool usual = prompt.verdict == judged.verdict;
        screen.paragraph("  " + prompt.prompt + ": " +
                             (usual ? "" : std::string(to_string(prompt.verdict)) + ": ") +
                             brief_reason_text(prompt),
                         4);
    }
    if (worse > most) screen.paragraph("  and " + std::to_string(worse - most) + " more", 4);
}

/// The names of the prompts whose answers are close, or only their number.
inline void add_close_prompts(ScreenWriter& screen, const AnswerJudgement& judged) {
    constexpr std::int64_t most = 4;
    std::int64_t close = 0;
    std::string names;
    for (const auto& prompt : judged.prompts) {
        if (prompt.verdict != AnswerVerdict::close) continue;
        names += (++close > 1 ? ", " : "") + prompt.prompt;
    }
    if (close == 0) return;
    screen.paragraph("  close: " + (close > most ? count_text(close, "prompt") : names), 4);
}

/// Only the worst: the others are on the page.
inline void add_worst_position(ScreenWriter& screen, const std::string& baseline,
                               const AnswerJudgement& judged) {
    if (judged.worst.empty()) return;
    const auto& worst = judged.worst.front();
    std::string line = "  farthest: " + worst.prompt + ", " +
                       (worst.prefill ? "prefill" : "decode") + " at " + std::to_string(worst.at) +
                       ": " + baseline + " says \"" + token_text(worst.baseline_says) + "\", " +
                       judged.arm + " \"" + token_text(worst.arm_says) + "\" (KL " +
                       number_text(worst.kl) + ")";
    if (!worst.before.empty()) line += " after \"" + tail_text(worst.before, 40) + "\"";
    screen.paragraph(line, 4);
}

inline void add_answers(ScreenWriter& screen, const ComparisonTable& table) {
    if (!table.answers.empty()) screen.blank_line();
    for (const auto& [judged, line, fault, figures] : table.answers) {
        const auto word = to_string(judged->verdict);
        screen.verdict(judged->arm + ": answers ", word, tone_of(judged->verdict),
                       line.substr(std::string_view("answers ").size() + word.size()));
        if (judged->verdict <= AnswerVerdict::identical) continue;
        if (!fault.empty()) screen.paragraph("  " + fault, 4);
        add_worse_prompts(screen, *judged);
        add_close_prompts(screen, *judged);
        for (const auto& each : figures) screen.paragraph("  " + each, 4);
        add_worst_position(screen, table.baseline, *judged);
    }
}

} // namespace detail

MOEBENCH_DECL std::string render_comparison_text(const ComparisonResult& result,
                                                 const ScreenOptions& options) {
    if (result.arms.empty()) return "Nothing was compared.\n";
    const auto table = detail::comparison_table(result);
    detail::ScreenWriter screen(options);
    for (const auto& arm : table.arms) {
        const auto word = detail::conclusion_text(arm.conclusion);
        screen.verdict(arm.name + ": ", word, detail::tone_of(arm.conclusion),
                       arm.sentence.substr(word.size()));
    }
    if (!table.ending.empty()) screen.paragraph(table.ending);
    screen.paragraph("against " + table.baseline + ": " + table.setting);
    for (const auto& arm : table.arms) detail::add_arm(screen, table, arm);
    screen.paragraph(table.legend);
    detail::add_answers(screen, table);
    detail::Lines differences, null_spread;
    for (const auto& each : table.differences) differences.push_back(detail::difference_line(each));
    for (const auto& each : table.null_spread) null_spread.push_back(each.label + ": " + each.line);
    screen.list("differences", differences);
    screen.list("A/A, " + table.baseline + " against itself", null_spread);
    for (const auto& caveat : table.caveats) screen.list(caveat.heading, caveat.lines);
    screen.list("to be surer", table.to_be_surer);
    return screen.take();
}

} // namespace moebench
