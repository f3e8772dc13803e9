// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/comparison_markdown.hpp>
#include <moebench/report/detail/comparison_remarks.hpp>
#include <moebench/report/detail/comparison_wording.hpp>
#include <moebench/report/detail/shown_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace moebench {

namespace detail {

inline std::string markdown_row(const Lines& cells) {
    std::string row = "|";
    for (const auto& cell : cells) row += " " + markdown_text(cell) + " |";
    return row + "\n";
}

inline void add_markdown_rows(const ComparisonResult& result, const Comparison& of,
                              const std::string& arm, bool verdicts, std::string& table) {
    for (const auto* each : metrics_of(of, arm)) {
        const std::string label =
            metric_label(each->metric) + (is_time(each->metric) ? " (lower is better)" : "");
        table += markdown_row({label, typical_text(of, each->metric, reference_of(result)),
                               typical_text(of, each->metric, arm),
                               interval_cell(*each, result.experiment.confidence),
                               verdicts ? verdict_text(result, *each) : ""});
    }
}

inline std::string markdown_table(const ComparisonResult& result, const std::string& arm) {
    std::string table =
        markdown_row({"test", reference_of(result), arm,
                      "ratio [" + level_text(result.experiment.confidence) + "]", "verdict"});
    table += "| --- | ---: | ---: | ---: | --- |\n";
    const auto head = table.size();
    add_markdown_rows(result, result.tested, arm, true, table);
    add_markdown_rows(result, result.rows, arm, false, table);
    if (table.size() == head) return "No metric was compared.\n\n";
    if (!metrics_of(result.rows, arm).empty()) {
        table += "\nRows without a verdict are single prompts: " + row_level_text(result) + ".\n";
    }
    return table + "\n";
}

inline std::string markdown_list(std::string_view heading, const Lines& lines) {
    if (lines.empty()) return "";
    std::string text = std::string(heading) + "\n\n";
    for (const auto& line : lines) text += "- " + markdown_text(line) + "\n";
    return text + "\n";
}

/// Differences that were not asked for.
inline Lines undeclared_lines(const ComparisonResult& result) {
    Lines lines = difference_lines(result);
    std::erase_if(lines, [](const auto& line) { return line.starts_with("declared: "); });
    return lines;
}

inline std::string answers_markdown(const ComparisonResult& result) {
    Lines lines;
    for (const auto& judged : result.answers) {
        lines.push_back(judged.arm + ": " + answer_line(result, judged));
        const auto fault = answer_fault(judged);
        if (!fault.empty()) lines.push_back(judged.arm + ": " + fault);
    }
    return markdown_list("Same answers?", lines);
}

/// What a reviewer must not have to unfold.
inline std::string remarks_markdown(const ComparisonResult& result) {
    Lines remarks;
    for (const auto& line : null_spread_lines(result)) {
        remarks.push_back("A/A (" + reference_of(result) + " against itself): " + line);
    }
    for (const auto& lines :
         {mark_lines(result), outlier_lines(result), drift_lines(result), left_out_lines(result)}) {
        remarks.insert(remarks.end(), lines.begin(), lines.end());
    }
    return markdown_list("To weigh beside it:", remarks);
}

inline std::string markdown_details(std::string_view summary, const std::string& body) {
    if (body.empty()) return "";
    return "<details><summary>" + std::string(summary) + "</summary>\n\n" + body + "\n</details>\n";
}

inline std::string arms_markdown(const ComparisonResult& result) {
    std::string text;
    const auto& arms = result.experiment.arms;
    for (std::size_t i = 0; i < arms.size(); ++i) {
        const auto declared = declared_text(result, i);
        text += "**" + markdown_text(arms[i]) + "**" +
                (declared.empty() ? "" : " (" + markdown_text(declared) + ")") + ": " +
                markdown_text(build_text(result, arms[i])) + "\n\n";
        const auto command = command_text(result, arms[i]);
        if (!command.empty()) text += markdown_fence(command) + "\n";
    }
    return text;
}

inline std::string host_markdown(const ComparisonResult& result) {
    std::string text;
    for (const auto& [name, value] : host_values(result)) {
        text += "- " + name + ": " + markdown_text(value) + "\n";
    }
    return text;
}

inline std::string boots_markdown(const ComparisonResult& result) {
    if (result.boots.empty()) return "";
    std::string table = "| boot | arm | for | block | took | came to |\n"
                        "| ---: | --- | --- | ---: | ---: | --- |\n";
    int number = 0;
    for (const auto& boot : result.boots) {
        std::string came_to(to_string(boot.outcome));
        for (const auto& mark : boot.marks) came_to += ", " + mark.name;
        table +=
            markdown_row({std::to_string(++number), boot.arm, std::string(to_string(boot.purpose)),
                          std::to_string(boot.block + 1), span_text(boot.took_s), came_to});
    }
    return table;
}

inline std::string folded_markdown(const ComparisonResult& result) {
    const auto repeat = repeat_text(result);
    return markdown_details("Method", markdown_text(method_text(result)) + "\n") +
           markdown_details("Builds, environment and command lines", arms_markdown(result)) +
           markdown_details("Machine", host_markdown(result)) +
           markdown_details("Boots", boots_markdown(result)) +
           markdown_details("Repeat it", repeat.empty() ? "" : markdown_fence(repeat));
}

} // namespace detail

MOEBENCH_DECL std::string render_comparison_markdown(const ComparisonResult& result) {
    if (detail::compared_arms(result).empty()) return "Nothing was compared.\n";
    std::string text;
    for (const auto& arm : detail::compared_arms(result)) {
        text += "**" + detail::markdown_text(arm) + "** against **" +
                detail::markdown_text(detail::reference_of(result)) +
                "**: " + detail::markdown_text(detail::conclusion_sentence(result, arm)) + "\n\n";
    }
    text += detail::markdown_text(detail::setting_text(result)) + "\n\n";
    const auto ending = detail::ending_text(result);
    if (!ending.empty()) text += "**" + detail::markdown_text(ending) + "**\n\n";
    for (const auto& arm : detail::compared_arms(result)) {
        text += detail::markdown_table(result, arm);
    }
    text += detail::answers_markdown(result);
    text += detail::markdown_list("Differences that nobody asked for:",
                                  detail::undeclared_lines(result));
    return text + detail::remarks_markdown(result) + detail::folded_markdown(result);
}

} // namespace moebench
