// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/comparison_table.hpp>
#include <moebench/report/detail/html_writer.hpp>
#include <moebench/report/detail/ratio_axis.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The plots in the tables of a page. Horizontal places are percentages and heights pixels, so that
// a drawing fits every width and its text stays readable.
namespace moebench::detail {

/// The estimate and the ends of its interval, as such logarithms.
struct SpeedInterval {
    double estimate, lo, hi;
};

inline std::optional<SpeedInterval> speed_interval(const MetricComparison& metric) {
    const auto interval = speedup(metric);
    if (!interval) return std::nullopt;
    return SpeedInterval{std::log(interval->ratio), std::log(interval->lo), std::log(interval->hi)};
}

/// "+6.0 % [+5.2 %, +6.8 %]"
inline std::string speed_text(const MetricComparison& metric) {
    const auto interval = speed_interval(metric);
    if (!interval) return "no interval";
    const auto text = [](double log_ratio) { return percent_text(std::expm1(log_ratio)); };
    return text(interval->estimate) + " [" + text(interval->lo) + ", " + text(interval->hi) + "]";
}

inline std::string percent_place(double place) { return fixed_text(place, 2) + "%"; }

/// The class of a line at a tick: no change is drawn stronger.
inline std::string_view grid_class(double tick) { return std::fabs(tick) < 1e-9 ? "one" : "grid"; }

/// Rows over one axis of speed: left is slower, right is faster.
class SpeedPlot {
public:
    /// `band`: see noise_band(). `axis` is the one of all rows.
    SpeedPlot(RatioAxis axis, double band) : axis_(axis), band_(band) {}

    /// Drawn in the head of a table.
    void draw_axis(HtmlWriter& page, const std::string& noise) const {
        page.raw("<svg role=\"img\" height=\"40\">");
        page.element("title", "Axis: change in speed");
        page.element("desc", "Left of 0 is slower, right of 0 is faster. The band is the noise "
                             "threshold of ±" +
                                 noise + ".");
        page.raw("<text x=\"0\" y=\"12\">← slower</text>");
        page.raw("<text x=\"100%\" y=\"12\" text-anchor=\"end\">faster →</text>");
        for (const double tick : axis_.ticks()) {
            const double at = axis_.position(tick); // a phone has no room beside the axis
            page.raw("<text text-anchor=\"").raw(at < 8 ? "start" : at > 92 ? "end" : "middle");
            page.raw("\" y=\"32\" x=\"").raw(place(tick)).raw("\">");
            page.text(axis_.tick_text(tick)).raw("</text>");
        }
        page.raw("</svg>");
    }

    /// The estimate on its interval; metrics that are tested have filled dots. `tone` is a class of
    /// the page's style.
    void draw(HtmlWriter& page, const MetricRow& row, std::string_view tone) const {
        const bool tested = !row.verdict.empty();
        begin(page, tone, row.label + ": speed " + speed_text(*row.metric),
              tested ? "Estimate and interval of the verdict"
                     : "Estimate and interval of one prompt, not tested");
        if (const auto interval = speed_interval(*row.metric)) {
            whisker(page, interval->lo, interval->hi);
            cut_off(page, interval->lo);
            cut_off(page, interval->hi);
            page.raw("<circle cy=\"15\" r=\"").raw(tested ? "5.5" : "4").raw("\" cx=\"");
            page.raw(place(interval->estimate));
            page.raw(tested ? "\" class=\"mark\"/>" : "\" class=\"hollow\"/>");
        }
        page.raw("</svg>");
    }

    /// An A/A: one standard deviation to both sides, and the round farthest from no change.
    void draw(HtmlWriter& page, const NullRow& row) const {
        const auto& null = *row.null;
        begin(page, null.told_apart ? "bad" : "none", row.label + ", one build against itself",
              null.spread ? "Spread " + size_text(*null.spread) : "No spread");
        if (null.spread) whisker(page, -*null.spread, *null.spread);
        if (null.farthest_ratio) {
            page.raw("<circle class=\"hollow\" cy=\"15\" r=\"4\" cx=\"");
            page.raw(place(speed_log(null.metric, std::log(*null.farthest_ratio)))).raw("\"/>");
        }
        page.raw("</svg>");
    }

private:
    std::string place(double log_ratio) const { return percent_place(axis_.position(log_ratio)); }

    /// The drawing's frame, the band of the noise threshold and the grid.
    void begin(HtmlWriter& page, std::string_view tone, const std::string& title,
               const std::string& description) const {
        page.raw("<svg role=\"img\" height=\"30\" class=\"").raw(tone).raw("\">");
        page.element("title", title).element("desc", description);
        page.raw("<rect class=\"band\" y=\"0\" x=\"").raw(place(-band_)).raw("\" width=\"");
        page.raw(percent_place(axis_.position(band_) - axis_.position(-band_)));
        page.raw("\" height=\"30\"/>");
        for (const double tick : axis_.ticks()) {
            const auto x = place(tick);
            page.raw("<line class=\"").raw(grid_class(tick)).raw("\" x1=\"").raw(x);
            page.raw("\" x2=\"").raw(x).raw("\" y1=\"0\" y2=\"30\"/>");
        }
    }

    void whisker(HtmlWriter& page, double from, double to) const {
        page.raw("<line class=\"whisker\" y1=\"15\" y2=\"15\" x1=\"").raw(place(from));
        page.raw("\" x2=\"").raw(place(to)).raw("\"/>");
    }

    /// An end that lies outside the axis has an arrow.
    void cut_off(HtmlWriter& page, double end) const {
        if (axis_.holds(end)) return;
        page.raw(end < 0 ? "<text y=\"19\" x=\"0\">‹</text>"
                         : "<text y=\"19\" x=\"100%\" text-anchor=\"end\">›</text>");
    }

    RatioAxis axis_;
    double band_;
};

/// One axis for all rows of all arms. An interval that would make the others too small to see is
/// cut off.
inline SpeedPlot plot_of(const std::vector<ArmTable>& arms, double band) {
    std::vector<SpeedInterval> intervals;
    for (const auto& arm : arms) {
        for (const auto* rows : {&arm.tested, &arm.prompts}) {
            for (const auto& row : *rows) {
                const auto interval = speed_interval(*row.metric);
                if (interval) intervals.push_back(*interval);
            }
        }
    }
    double farthest = 2 * band;
    for (const auto& each : intervals) farthest = std::max(farthest, std::fabs(each.estimate));
    RatioAxis axis(2 * band);
    for (const auto& each : intervals) {
        axis.include_up_to(each.lo, 3 * farthest);
        axis.include_up_to(each.hi, 3 * farthest);
    }
    return SpeedPlot(axis, band);
}

inline SpeedPlot plot_of(const std::vector<NullRow>& rows, double band) {
    RatioAxis axis(2 * band);
    for (const auto& row : rows) {
        const auto& null = *row.null;
        if (null.spread) axis.include(*null.spread);
        if (null.spread) axis.include(-*null.spread);
        if (null.farthest_ratio) {
            axis.include(speed_log(null.metric, std::log(*null.farthest_ratio)));
        }
    }
    return SpeedPlot(axis, band);
}

} // namespace moebench::detail
