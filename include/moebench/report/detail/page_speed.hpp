// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/block_chart.hpp>
#include <moebench/report/detail/comparison_table.hpp>
#include <moebench/report/detail/html_writer.hpp>
#include <moebench/report/detail/page_tone.hpp>
#include <moebench/report/detail/speed_plot.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

// The sections of a page about speed.
namespace moebench::detail {

/// The sentence with its first words, the conclusion, set apart; its last words, the answers,
/// become the line about them.
inline void add_verdict_card(HtmlWriter& page, const ComparisonTable& table, const ArmTable& arm) {
    const auto conclusion = conclusion_text(arm.conclusion);
    page.raw("<div class=\"card ").raw(tone_of(arm.conclusion)).raw("\"><b>");
    page.text(arm.name + ": ").text(conclusion).raw("</b>");
    const auto answers = std::ranges::find(table.answers, arm.name,
                                           [](const AnswerRow& row) { return row.judged->arm; });
    std::string_view speed = arm.sentence;
    speed.remove_prefix(conclusion.size() + 2);
    if (answers != table.answers.end()) speed = speed.substr(0, speed.rfind("; answers "));
    page.element("p", speed);
    if (answers != table.answers.end()) {
        page.element("p class=\"" + std::string(tone_of(answers->judged->verdict)) + "\"",
                     answers->line);
        if (!answers->fault.empty()) page.element("p", answers->fault);
    }
    page.raw("</div>");
}

inline void add_metric_row(HtmlWriter& page, const ComparisonTable& table, const ArmTable& arm,
                           const MetricRow& row, const SpeedPlot& plot) {
    const auto tone = tone_of(arm, row);
    page.raw("<tr>").element("th scope=\"row\"", row.label);
    const auto value = [&](const std::string& of, const std::string& text) {
        page.raw("<td class=\"number value\"><span class=\"phone\">").text(of + " ");
        page.raw("</span>").text(text).raw("</td>");
    };
    value(table.baseline, row.baseline_text());
    value(arm.name, row.arm_text());
    page.raw("<td class=\"plot\">");
    plot.draw(page, row, tone);
    page.raw("</td><td class=\"number ratio\"><span class=\"phone\">speedup </span>");
    page.text(row.speedup_text() + row.level).raw("</td>");
    if (row.verdict.empty()) {
        page.raw("<td></td>");
    } else {
        page.raw("<td class=\"verdict tone ").raw(tone).raw("\">").text(row.verdict).raw("</td>");
    }
    page.raw("</tr>");
}

/// The table of an arm, with its plot.
inline void add_arm_table(HtmlWriter& page, const ComparisonTable& table, const ArmTable& arm,
                          const SpeedPlot& plot) {
    if (arm.tested.empty()) {
        page.element("p", arm.name + ": no metric was compared.");
        return;
    }
    page.raw("<table class=\"forest\"><caption>");
    page.text("Right is faster; the band of ±" + table.noise + " counts as no difference.");
    page.raw("</caption><thead><tr><th>metric</th>");
    page.element("th class=\"number\"", table.baseline).element("th class=\"number\"", arm.name);
    page.raw("<th class=\"plot\">");
    plot.draw_axis(page, table.noise);
    page.raw("</th>").element("th class=\"number\"", "speedup [" + table.level + "]");
    page.raw("<th>verdict</th></tr></thead><tbody>");
    for (const auto& row : arm.tested) add_metric_row(page, table, arm, row, plot);
    if (!arm.prompts.empty()) {
        page.raw("</tbody><tbody><tr class=\"group\">");
        page.element("th colspan=\"6\"", "for information, not tested");
        page.raw("</tr>");
        for (const auto& row : arm.prompts) add_metric_row(page, table, arm, row, plot);
    }
    page.raw("</tbody></table>");
}

/// Each arm under its name, where there are several.
template <class Add> void add_each_arm(HtmlWriter& page, const ComparisonTable& table, Add add) {
    for (const auto& arm : table.arms) {
        if (table.arms.size() > 1) page.element("h3", arm.name);
        add(arm);
    }
}

inline void add_speed(HtmlWriter& page, const ComparisonTable& table) {
    page.raw("<section>").element("h2", "Speed");
    const auto plot = plot_of(table.arms, table.band);
    add_each_arm(page, table, [&](const ArmTable& arm) { add_arm_table(page, table, arm, plot); });
    page.element("p class=\"soft\"", table.legend).raw("</section>");
}

inline void add_blocks(HtmlWriter& page, const ComparisonTable& table) {
    const auto has_blocks = [](const MetricRow& row) { return !row.metric->blocks.empty(); };
    if (std::ranges::none_of(table.arms, [&](const ArmTable& arm) {
            return std::ranges::any_of(arm.tested, has_blocks);
        })) {
        return;
    }
    RatioAxis axis(std::log1p(2 * std::expm1(table.band)));
    for (const auto& arm : table.arms) {
        for (const auto& row : arm.tested) include_rounds(*row.metric, axis);
    }
    page.raw("<section>").element("h2", "Round by round");
    page.element(
        "p class=\"soft\"",
        "Each dot is one round, that is one boot of each arm, in order of time; up is faster. "
        "Solid line: no change; dashed line: the estimate; ring: one of the two boots is an "
        "outlier.");
    add_each_arm(page, table, [&](const ArmTable& arm) {
        page.raw("<div class=\"charts\">");
        for (const auto& row : arm.tested) {
            if (!has_blocks(row)) continue;
            page.raw("<figure><figcaption>").element("b", row.label);
            page.text(" " + speed_text(*row.metric)).raw("</figcaption>");
            BlockChart(row, table.band, axis).draw(page, tone_of(arm, row));
            page.raw("</figure>");
        }
        page.raw("</div>");
    });
    page.raw("</section>");
}

inline void add_null_spread(HtmlWriter& page, const ComparisonTable& table) {
    if (table.null_spread.empty()) return;
    const auto plot = plot_of(table.null_spread, table.band);
    page.raw("<section>").element("h2", "A/A: " + table.baseline + " against itself");
    page.raw("<table class=\"forest\"><caption>Line: one standard deviation of a round to both "
             "sides; ring: the round farthest from no change</caption>");
    page.raw("<thead><tr><th>metric</th><th class=\"plot\">");
    plot.draw_axis(page, table.noise);
    page.raw("</th><th>what it says about this machine</th></tr></thead><tbody>");
    for (const auto& row : table.null_spread) {
        page.raw("<tr>").element("th scope=\"row\"", row.label).raw("<td class=\"plot\">");
        plot.draw(page, row);
        page.raw("</td>").element("td class=\"note\"", row.line).raw("</tr>");
    }
    page.raw("</tbody></table></section>");
}

} // namespace moebench::detail
