// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/comparison_markdown.hpp>
#include <moebench/report/detail/comparison_table.hpp>
#include <moebench/report/detail/shown_text.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace moebench {

namespace detail {

inline std::string markdown_row(const Lines& cells) {
    std::string row = "|";
    for (const auto& cell : cells) row += " " + markdown_text(cell) + " |";
    return row + "\n";
}

/// Rates or times in the columns of llama.cpp's scripts/compare-llama-bench.py, with the interval
/// and the verdict. Empty where there are none.
inline std::string markdown_table(const ComparisonTable& table, const ArmTable& arm, bool times) {
    std::string text;
    for (const auto* rows : {&arm.tested, &arm.prompts}) {
        for (const auto& row : *rows) {
            if (is_time(row.metric->metric) != times) continue;
            const auto value = [&](const std::optional<double>& of) {
                return times || !of ? quantity_text(row.metric->metric, of) : number_text(*of);
            };
            const bool all = row.metric->metric.prompt.empty();
            text += markdown_row({table.model, row.label + (all ? ", all tests" : ""),
                                  value(row.baseline), value(row.arm), row.speedup,
                                  row.interval + row.level, row.verdict});
        }
    }
    if (text.empty()) return "";
    const std::string unit = times ? "time " : "t/s ";
    return markdown_row({"Model", "Test", unit + table.baseline, unit + arm.name, "Speedup",
                         table.level + " interval", "Verdict"}) +
           "| :--- | :--- | ---: | ---: | ---: | :--- | :--- |\n" + text + "\n";
}

inline bool has_tested_time(const ArmTable& arm) {
    return std::ranges::any_of(arm.tested,
                               [](const auto& row) { return is_time(row.metric->metric); });
}

inline std::string arm_markdown(const ComparisonTable& table, const ArmTable& arm) {
    if (arm.tested.empty()) return "No metric was compared.\n\n";
    return markdown_table(table, arm, false) +
           (has_tested_time(arm) ? markdown_table(table, arm, true) : "");
}

inline std::string markdown_list(std::string_view heading, const Lines& lines) {
    if (lines.empty()) return "";
    std::string text = std::string(heading) + "\n\n";
    for (const auto& line : lines) text += "- " + markdown_text(line) + "\n";
    return text + "\n";
}

/// What a reviewer sees without unfolding anything.
inline std::string lists_markdown(const ComparisonTable& table) {
    Lines answers, differences, caveats;
    for (const auto& [judged, line, fault, figures] : table.answers) {
        answers.push_back(judged->arm + ": " + line);
        if (!fault.empty()) answers.push_back(judged->arm + ": " + fault);
        for (const auto& each : figures) answers.push_back(judged->arm + ": " + each);
    }
    for (const auto& difference : table.differences) {
        if (!difference.declared) differences.push_back(difference_line(difference));
    }
    for (const auto& [null, label, line] : table.null_spread) {
        caveats.push_back("A/A (" + table.baseline + " against itself): " + label + ": " + line);
    }
    for (const auto& [heading, lines] : table.caveats) {
        caveats.insert(caveats.end(), lines.begin(), lines.end());
    }
    return markdown_list("Same answers?", answers) +
           markdown_list("Differences that nobody asked for:", differences) +
           markdown_list("Caveats:", caveats);
}

inline std::string markdown_details(std::string_view summary, const std::string& body) {
    if (body.empty()) return "";
    return "<details><summary>" + std::string(summary) + "</summary>\n\n" + body + "\n</details>\n";
}

inline std::string setups_markdown(const ComparisonTable& table) {
    std::string text;
    for (const auto& [name, declared, build, command] : table.setups) {
        text += "**" + markdown_text(name) + "**" +
                (declared.empty() ? "" : " (" + markdown_text(declared) + ")") + ": " +
                markdown_text(build) + "\n\n";
        if (!command.empty()) text += markdown_fence(command) + "\n";
    }
    return text;
}

inline std::string boots_markdown(const ComparisonTable& table) {
    if (table.boots.empty()) return "";
    std::string text = "| boot | arm | purpose | round | took | outcome |\n"
                       "| ---: | --- | --- | ---: | ---: | --- |\n";
    for (const auto& row : table.boots) {
        text += markdown_row({row.number, row.boot->arm, std::string(to_string(row.boot->purpose)),
                              row.round, row.took,
                              row.outcome + (row.marks.empty() ? "" : ", " + row.marks)});
    }
    return text;
}

inline std::string folded_markdown(const ComparisonTable& table) {
    std::string machine;
    for (const auto& [name, value] : table.machine) {
        machine += "- " + name + ": " + markdown_text(value) + "\n";
    }
    std::string times;
    for (const auto& arm : table.arms) {
        if (!has_tested_time(arm)) times += markdown_table(table, arm, true);
    }
    return markdown_details("Times", times) +
           markdown_details("Method", markdown_text(table.method) + "\n") +
           markdown_details("Builds, environment and command lines", setups_markdown(table)) +
           markdown_details("Machine", machine) + markdown_details("Boots", boots_markdown(table)) +
           markdown_details("Repeat it", table.repeat.empty() ? "" : markdown_fence(table.repeat));
}

} // namespace detail

MOEBENCH_DECL std::string render_comparison_markdown(const ComparisonResult& result) {
    if (result.arms.empty()) return "Nothing was compared.\n";
    const auto table = detail::comparison_table(result);
    std::string text;
    for (const auto& arm : table.arms) {
        text += "**" + detail::markdown_text(arm.name) + "** against **" +
                detail::markdown_text(table.baseline) +
                "**: " + detail::markdown_text(arm.sentence) + "\n\n";
    }
    text += detail::markdown_text(table.setting) + "\n\n";
    if (!table.ending.empty()) text += "**" + detail::markdown_text(table.ending) + "**\n\n";
    for (const auto& arm : table.arms) text += detail::arm_markdown(table, arm);
    text += detail::markdown_text(table.legend) +
            " Rows without a verdict are for information, not tested.\n\n";
    return text + detail::lists_markdown(table) + detail::folded_markdown(table);
}

} // namespace moebench
