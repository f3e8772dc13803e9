// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/comparison_table.hpp>
#include <moebench/report/detail/html_writer.hpp>
#include <moebench/report/detail/page_tone.hpp>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

// The sections of a page about answers, differences, caveats, and how to repeat it.
namespace moebench::detail {

/// The details of what the card of the arm says.
inline void add_answers_of(HtmlWriter& page, const std::string& baseline, const AnswerRow& answer) {
    const auto& judged = *answer.judged;
    for (const auto& line : answer.figures) page.element("p", line);
    HtmlRows prompts, positions;
    for (const auto& each : judged.prompts) {
        const HtmlCell verdict{std::string(to_string(each.verdict)), tone_of(each.verdict)};
        prompts.push_back({each.prompt, verdict, reason_text(each)});
    }
    if (!prompts.empty()) add_table(page, {"prompt", "answers", "why"}, prompts);
    for (const auto& worst : judged.worst) {
        positions.push_back({worst.prompt, std::string(worst.prefill ? "prefill" : "decode"),
                             std::to_string(worst.at), tail_text(worst.before, 60),
                             "“" + token_text(worst.baseline_says) + "”",
                             "“" + token_text(worst.arm_says) + "”", number_text(worst.kl),
                             number_text(worst.logprob_difference)});
    }
    if (positions.empty()) return;
    page.element("h3", "Where " + judged.arm + " differs most");
    add_table(page,
              {"prompt", "part", "#at", "after", baseline + " says", judged.arm + " says", "#KL",
               "#dlogp"},
              positions);
}

inline void add_answers(HtmlWriter& page, const ComparisonTable& table) {
    if (table.answers.empty()) return;
    page.raw("<section>").element("h2", "Same answers?");
    for (const auto& answer : table.answers) {
        if (table.answers.size() > 1) page.element("h3", answer.judged->arm);
        add_answers_of(page, table.baseline, answer);
    }
    page.element("p class=\"soft\"",
                 "KL: Kullback-Leibler divergence in nats; dlogp: difference in log-probability "
                 "(natural logarithm) of the baseline's most probable token.");
    page.raw("</section>");
}

inline void add_differences(HtmlWriter& page, const ComparisonTable& table) {
    if (table.differences.empty()) return;
    HtmlRows rows;
    for (const auto& each : table.differences) {
        rows.push_back({each.arm, each.what, each.baseline, each.value,
                        HtmlCell(difference_kind(each), each.confounds() ? "bad" : "")});
    }
    page.raw("<section>").element("h2", "What differs between the arms");
    add_table(page, {"arm", "what", table.baseline, "the arm", "asked for"}, rows);
    page.raw("</section>");
}

inline void add_caveats(HtmlWriter& page, const ComparisonTable& table) {
    auto caveats = table.caveats;
    if (!table.to_be_surer.empty()) {
        caveats.push_back({"to be surer", table.to_be_surer});
    }
    if (caveats.empty()) return;
    page.raw("<section>").element("h2", "Caveats");
    for (auto& [heading, lines] : caveats) {
        heading[0] = static_cast<char>(std::toupper(heading[0]));
        page.element("h3", heading).raw("<ul>");
        for (const auto& line : lines) page.element("li", line);
        page.raw("</ul>");
    }
    page.raw("</section>");
}

inline void add_boots(HtmlWriter& page, const ComparisonTable& table) {
    if (table.boots.empty()) return;
    HtmlRows rows;
    for (const auto& row : table.boots) {
        const bool bad = row.boot->outcome != Outcome::completed;
        rows.push_back({row.number, row.boot->arm, std::string(to_string(row.boot->purpose)),
                        row.round, row.started, row.took, HtmlCell(row.outcome, bad ? "bad" : ""),
                        HtmlCell(row.marks, row.marks.empty() ? "" : "unsure")});
    }
    page.raw("<section>").element("h2", "Boots");
    add_table(page, {"#boot", "arm", "purpose", "#round", "#started", "#took", "outcome", "marks"},
              rows);
    page.raw("</section>");
}

/// A text to copy, line by line.
inline void add_command(HtmlWriter& page, std::string_view command) {
    page.raw("<pre>");
    while (!command.empty()) {
        const auto end = std::min(command.find('\n'), command.size());
        page.text(command.substr(0, end));
        command.remove_prefix(std::min(end + 1, command.size()));
        if (!command.empty()) page.raw("\n");
    }
    page.raw("</pre>");
}

inline void add_repeating(HtmlWriter& page, const ComparisonTable& table) {
    page.raw("<section>").element("h2", "How it was measured").element("p", table.method);
    if (!table.repeat.empty()) page.element("h3", "To repeat it");
    if (!table.repeat.empty()) add_command(page, table.repeat);
    for (const auto& [name, declared, build, command] : table.setups) {
        page.element("h3", name);
        page.element("p class=\"soft\"", (declared.empty() ? "" : declared + ": ") + build);
        if (!command.empty()) add_command(page, command);
    }
    if (!table.machine.empty()) page.element("h3", "Machine").raw("<dl>");
    for (const auto& [name, value] : table.machine) page.element("dt", name).element("dd", value);
    page.raw(table.machine.empty() ? "" : "</dl>").raw("</section>");
}

} // namespace moebench::detail
