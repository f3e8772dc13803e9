// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/report/detail/comparison_page_charts.hpp>
#include <moebench/report/detail/comparison_remarks.hpp>
#include <moebench/report/detail/comparison_wording.hpp>
#include <moebench/report/detail/html_writer.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

// The sections of a page that are about speed.
namespace moebench::detail {

inline std::string_view tone_of(ArmConclusion conclusion) {
    switch (conclusion) {
    case ArmConclusion::faster: return "good";
    case ArmConclusion::no_difference: return "none";
    case ArmConclusion::machine_unfit:
    case ArmConclusion::too_few_blocks:
    case ArmConclusion::inconclusive: return "unsure";
    case ArmConclusion::answers_broken:
    case ArmConclusion::answers_divergent:
    case ArmConclusion::confounded:
    case ArmConclusion::failed:
    case ArmConclusion::slower: break;
    }
    return "bad";
}

/// The sentence with its first words, the conclusion, set apart; and the answers under it.
inline void add_verdict_card(HtmlWriter& page, const ComparisonResult& result,
                             const std::string& arm) {
    const auto found = std::find_if(result.arms.begin(), result.arms.end(),
                                    [&](const auto& concluded) { return concluded.arm == arm; });
    const auto tone = found == result.arms.end() ? "unsure" : tone_of(found->conclusion);
    const auto sentence = conclusion_sentence(result, arm);
    const auto colon = std::min(sentence.find(": "), sentence.size());
    page.raw("<div class=\"card ").raw(tone).raw("\"><b>").text(arm + ": ");
    page.text(sentence.substr(0, colon)).raw("</b>");
    if (colon < sentence.size()) page.element("p", sentence.substr(colon + 2));
    page.raw("</div>");
}

inline void add_figures_row(HtmlWriter& page, const ComparisonResult& result, const RatioAxis& axis,
                            const MetricComparison& metric, bool tested) {
    const auto& of = tested ? result.tested : result.rows;
    const auto reference = reference_of(result);
    page.raw("<tr>").element("th scope=\"row\"",
                             metric_label(metric.metric) + (is_time(metric.metric) ? " *" : ""));
    for (const auto& arm : {reference, metric.arm}) {
        page.raw("<td class=\"number value\"><span class=\"phone\">").text(arm + " ");
        page.raw("</span>").text(typical_text(of, metric.metric, arm)).raw("</td>");
    }
    page.raw("<td class=\"plot\">");
    const auto tone = tested ? tone_of(result, metric) : "none";
    add_forest_row(page, axis, result.experiment.noise_threshold, metric, tone);
    page.raw("</td><td class=\"number ratio\"><span class=\"phone\">ratio </span>");
    page.text(interval_cell(metric, result.experiment.confidence)).raw("</td>");
    if (tested) {
        page.raw("<td class=\"verdict tone ").raw(tone).raw("\">");
        page.text(verdict_text(result, metric)).raw("</td>");
    } else {
        page.raw("<td></td>");
    }
    page.raw("</tr>");
}

inline void add_figures_head(HtmlWriter& page, const ComparisonResult& result,
                             const RatioAxis& axis, const std::string& arm) {
    page.raw("<thead><tr><th>metric</th>");
    page.element("th class=\"number\"", reference_of(result)).element("th class=\"number\"", arm);
    page.raw("<th class=\"plot\">");
    add_forest_axis(page, axis, result.experiment.noise_threshold);
    page.raw("</th>").element("th class=\"number\"",
                              "ratio [" + level_text(result.experiment.confidence) + "]");
    page.raw("<th>verdict</th></tr></thead>");
}

/// The table of an arm, which is its forest plot too.
inline void add_figures(HtmlWriter& page, const ComparisonResult& result, const std::string& arm) {
    const auto tested = metrics_of(result.tested, arm);
    const auto rows = metrics_of(result.rows, arm);
    if (tested.empty()) {
        page.element("p", arm + ": no metric was compared.");
        return;
    }
    const auto axis = forest_axis(result, arm);
    page.raw("<table class=\"forest\"><caption>").text(arm + " against " + reference_of(result));
    page.text(": speed, in the plot right is faster; the band is ±" +
              level_text(result.experiment.noise_threshold) + ", which counts as no difference");
    page.raw("</caption>");
    add_figures_head(page, result, axis, arm);
    page.raw("<tbody>");
    for (const auto* metric : tested) add_figures_row(page, result, axis, *metric, true);
    page.raw("</tbody>");
    if (!rows.empty()) {
        page.raw("<tbody><tr class=\"group\">");
        page.element("th colspan=\"6\"",
                     "single prompts: " + row_level_text(result) + "; they decide nothing");
        page.raw("</tr>");
        for (const auto* metric : rows) add_figures_row(page, result, axis, *metric, false);
        page.raw("</tbody>");
    }
    page.raw("</table>");
    if (std::any_of(tested.begin(), tested.end(),
                    [](auto* each) { return is_time(each->metric); })) {
        page.element("p class=\"soft\"",
                     "* a time: lower is better, a ratio below 1 is faster. The "
                     "plot shows the inverse, so that right is faster there too.");
    }
}

inline void add_speed(HtmlWriter& page, const ComparisonResult& result) {
    page.raw("<section>").element("h2", "Speed");
    for (const auto& arm : compared_arms(result)) {
        if (compared_arms(result).size() > 1) page.element("h3", arm);
        add_figures(page, result, arm);
    }
    page.raw("</section>");
}

inline void add_blocks(HtmlWriter& page, const ComparisonResult& result) {
    const bool any = std::any_of(result.tested.metrics.begin(), result.tested.metrics.end(),
                                 [](const auto& metric) { return !metric.blocks.empty(); });
    if (!any) return;
    page.raw("<section>").element("h2", "Block by block");
    page.element(
        "p class=\"soft\"",
        "Each dot is one block: one boot of each arm, in order of time; up is faster. Solid "
        "line: no change; dashed: the estimate; a ring: one of the two boots is an outlier.");
    for (const auto& arm : compared_arms(result)) {
        if (compared_arms(result).size() > 1) page.element("h3", arm);
        page.raw("<div class=\"charts\">");
        for (const auto* metric : metrics_of(result.tested, arm)) {
            if (metric->blocks.empty()) continue;
            page.raw("<figure><figcaption>").element("b", metric_word(metric->metric));
            page.text(" " + speed_text(*metric)).raw("</figcaption>");
            BlockChart(result, *metric).draw(page);
            page.raw("</figure>");
        }
        page.raw("</div>");
    }
    page.raw("</section>");
}

inline RatioAxis null_axis(const ComparisonResult& result, const std::vector<NullSpread>& spreads) {
    RatioAxis axis(2 * std::log1p(result.experiment.noise_threshold));
    for (const auto& null : spreads) {
        if (null.spread) axis.include(*null.spread);
        if (null.spread) axis.include(-*null.spread);
        if (null.farthest_ratio) {
            axis.include(speed_log(null.metric, std::log(*null.farthest_ratio)));
        }
    }
    return axis;
}

inline void add_null_spread(HtmlWriter& page, const ComparisonResult& result) {
    if (!result.null_spread) return;
    const auto& spreads = *result.null_spread;
    const double threshold = result.experiment.noise_threshold;
    const auto axis = null_axis(result, spreads);
    page.raw("<section>").element("h2", "A/A: " + reference_of(result) + " against itself");
    page.raw("<table class=\"forest\"><caption>Line: one standard deviation of a block to both "
             "sides; ring: the block farthest from no change</caption>");
    page.raw("<thead><tr><th>metric</th><th class=\"plot\">");
    add_forest_axis(page, axis, threshold);
    page.raw("</th><th>what it says of this machine</th></tr></thead><tbody>");
    const auto lines = null_spread_lines(result);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& null = spreads[i];
        const auto label = metric_label(null.metric);
        page.raw("<tr>").element("th scope=\"row\"", label).raw("<td class=\"plot\">");
        add_null_row(page, axis, threshold, null);
        page.raw("</td><td class=\"note\">").text(lines[i].substr(label.size() + 2));
        page.raw("</td></tr>");
    }
    page.raw("</tbody></table></section>");
}

} // namespace moebench::detail
