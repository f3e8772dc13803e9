// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/report/detail/comparison_remarks.hpp>
#include <moebench/report/detail/comparison_wording.hpp>
#include <moebench/report/detail/html_writer.hpp>

#include <algorithm>
#include <string>
#include <string_view>

// The sections of a page that are about whether to believe it, and how to do it again.
namespace moebench::detail {

inline std::string_view tone_of(AnswerVerdict verdict) {
    switch (verdict) {
    case AnswerVerdict::identical: return "good";
    case AnswerVerdict::close: return "none";
    case AnswerVerdict::not_compared: return "unsure";
    case AnswerVerdict::divergent:
    case AnswerVerdict::broken: break;
    }
    return "bad";
}

/// A table that scrolls by itself on a phone. Heads that begin with '#' are of numbers.
inline void begin_table(HtmlWriter& page, std::initializer_list<std::string_view> heads) {
    page.raw("<div class=\"wide\"><table><thead><tr>");
    for (const auto head : heads) {
        const bool number = head.starts_with('#');
        page.element(number ? "th class=\"number\"" : "th", head.substr(number ? 1 : 0));
    }
    page.raw("</tr></thead><tbody>");
}

inline void end_table(HtmlWriter& page) { page.raw("</tbody></table></div>"); }

inline void add_answer_prompts(HtmlWriter& page, const AnswerJudgement& judged) {
    if (judged.prompts.empty()) return;
    begin_table(page, {"prompt", "answers", "why"});
    for (const auto& prompt : judged.prompts) {
        page.raw("<tr>").element("td", prompt.prompt);
        page.raw("<td class=\"tone ").raw(tone_of(prompt.verdict)).raw("\">");
        page.text(to_string(prompt.verdict)).raw("</td>").element("td", prompt.why).raw("</tr>");
    }
    end_table(page);
}

inline void add_worst_positions(HtmlWriter& page, const std::string& reference,
                                const AnswerJudgement& judged) {
    if (judged.worst.empty()) return;
    page.element("h3", "Where " + judged.arm + " differs most");
    begin_table(page, {"prompt", "part", "#at", "after", reference + " says", judged.arm + " says",
                       "#KL", "#dlogp"});
    for (const auto& worst : judged.worst) {
        page.raw("<tr>").element("td", worst.prompt);
        page.element("td", worst.prefill ? "prefill" : "decode");
        page.element("td class=\"number\"", std::to_string(worst.at));
        page.element("td", tail_text(worst.before, 60));
        page.element("td", "“" + token_text(worst.reference_says) + "”");
        page.element("td", "“" + token_text(worst.arm_says) + "”");
        page.element("td class=\"number\"", number_text(worst.kl));
        page.element("td class=\"number\"", number_text(worst.logprob_difference)).raw("</tr>");
    }
    end_table(page);
}

inline void add_answers(HtmlWriter& page, const ComparisonResult& result) {
    if (result.answers.empty()) return;
    page.raw("<section>").element("h2", "Does it still say the same?");
    for (const auto& judged : result.answers) {
        page.raw("<p><span class=\"tone ").raw(tone_of(judged.verdict)).raw("\">");
        page.text(judged.arm).raw("</span>: ").text(answer_line(result, judged)).raw("</p>");
        const auto fault = answer_fault(judged);
        if (!fault.empty()) page.element("p", fault);
        add_answer_prompts(page, judged);
        add_worst_positions(page, reference_of(result), judged);
    }
    page.element("p class=\"soft\"",
                 "KL: Kullback-Leibler divergence in nats; dlogp: difference of the natural "
                 "logarithm of the chance of the reference's most probable token.");
    page.raw("</section>");
}

inline void add_differences(HtmlWriter& page, const ComparisonResult& result) {
    if (result.differences.empty()) return;
    page.raw("<section>").element("h2", "What differs between the arms");
    begin_table(page, {"arm", "what", reference_of(result), "the arm", "asked for"});
    for (const auto* difference : ordered_differences(result)) {
        page.raw("<tr>").element("td", difference->arm).element("td", difference->what);
        page.element("td", difference->reference).element("td", difference->value);
        const auto tone = difference->confounds() ? "td class=\"tone bad\"" : "td";
        page.element(tone, difference_kind(*difference)).raw("</tr>");
    }
    end_table(page);
    page.raw("</section>");
}

inline void add_list(HtmlWriter& page, std::string_view heading, const Lines& lines) {
    if (lines.empty()) return;
    page.element("h3", heading).raw("<ul>");
    for (const auto& line : lines) page.element("li", line);
    page.raw("</ul>");
}

inline void add_remarks(HtmlWriter& page, const ComparisonResult& result) {
    HtmlWriter lists;
    add_list(lists, "Boots to look at", mark_lines(result));
    add_list(lists, "Outliers", outlier_lines(result));
    add_list(lists, "Drift", drift_lines(result));
    add_list(lists, "Blocks left out", left_out_lines(result));
    add_list(lists, "What would make it firmer", firmer_lines(result));
    const auto text = lists.take();
    if (text.empty()) return;
    page.raw("<section>").element("h2", "To weigh beside it").raw(text).raw("</section>");
}

inline void add_boots(HtmlWriter& page, const ComparisonResult& result) {
    if (result.boots.empty()) return;
    page.raw("<section>").element("h2", "Boots");
    begin_table(page, {"#boot", "arm", "for", "#block", "#started", "#took", "came to", "marks"});
    std::size_t number = 0;
    for (const auto& boot : result.boots) {
        std::string marks;
        for (const auto& mark : boot.marks) marks += (marks.empty() ? "" : ", ") + mark.name;
        page.raw("<tr>").element("td class=\"number\"", std::to_string(++number));
        page.element("td", boot.arm).element("td", to_string(boot.purpose));
        page.element("td class=\"number\"", std::to_string(boot.block + 1));
        page.element("td class=\"number\"", span_text(boot.started_s));
        page.element("td class=\"number\"", span_text(boot.took_s));
        const bool bad = boot.outcome != Outcome::completed;
        page.element(bad ? "td class=\"tone bad\"" : "td", to_string(boot.outcome));
        page.element(marks.empty() ? "td" : "td class=\"tone unsure\"", marks).raw("</tr>");
    }
    end_table(page);
    page.raw("</section>");
}

/// A text that is to be copied: its lines, each on its own.
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

inline void add_repeating(HtmlWriter& page, const ComparisonResult& result) {
    page.raw("<section>").element("h2", "How it was measured").element("p", method_text(result));
    const auto repeat = repeat_text(result);
    if (!repeat.empty()) page.element("h3", "To repeat it");
    if (!repeat.empty()) add_command(page, repeat);
    const auto& arms = result.experiment.arms;
    for (std::size_t i = 0; i < arms.size(); ++i) {
        page.element("h3", arms[i]);
        const auto declared = declared_text(result, i);
        page.element("p class=\"soft\"",
                     (declared.empty() ? "" : declared + ": ") + build_text(result, arms[i]));
        const auto command = command_text(result, arms[i]);
        if (!command.empty()) add_command(page, command);
    }
    const auto host = host_values(result);
    if (!host.empty()) page.element("h3", "Machine").raw("<dl>");
    for (const auto& [name, value] : host) page.element("dt", name).element("dd", value);
    page.raw(host.empty() ? "" : "</dl>").raw("</section>");
}

} // namespace moebench::detail
