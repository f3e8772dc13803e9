// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/comparison_remarks.hpp>
#include <moebench/report/detail/comparison_wording.hpp>
#include <moebench/report/detail/html_writer.hpp>
#include <moebench/report/detail/ratio_axis.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

// The drawings of a page. Horizontal places are percentages and heights pixels, so that a drawing
// fits every width and its text stays readable.
namespace moebench::detail {

/// The logarithm by which the arm is faster: of a time's ratio it is the inverse.
inline double speed_log(const Metric& metric, double log_ratio) {
    return is_time(metric) ? -log_ratio : log_ratio;
}

/// "+6.0 % [+5.2 %, +6.8 %]", in speed.
inline std::string speed_text(const MetricComparison& metric) {
    if (!metric.interval) return "no interval";
    const auto text = [&](double ratio) {
        return percent_text(std::expm1(speed_log(metric.metric, std::log(ratio))));
    };
    const bool turned = is_time(metric.metric);
    const auto& interval = *metric.interval;
    return text(interval.ratio) + " [" + text(turned ? interval.hi : interval.lo) + ", " +
           text(turned ? interval.lo : interval.hi) + "]";
}

inline std::string_view tone_of(const ComparisonResult& result, const MetricComparison& metric) {
    if (verdict_obstacle(result, metric.arm)) return "unsure";
    switch (metric.verdict) {
    case Verdict::faster: return "good";
    case Verdict::slower: return "bad";
    case Verdict::no_difference: return "none";
    case Verdict::too_few_blocks:
    case Verdict::inconclusive: break;
    }
    return "unsure";
}

inline std::string percent_place(double place) { return fixed_text(place, 2) + "%"; }

inline void vertical_line(HtmlWriter& page, std::string_view kind, double place, int height) {
    const auto x = percent_place(place);
    page.raw("<line class=\"").raw(kind).raw("\" x1=\"").raw(x).raw("\" x2=\"").raw(x);
    page.raw("\" y1=\"0\" y2=\"").raw(std::to_string(height)).raw("\"/>");
}

/// One axis for all rows of an arm. Where an interval is so wide that nothing else could be seen,
/// it is cut off.
inline RatioAxis forest_axis(const ComparisonResult& result, std::string_view arm) {
    const double band = std::log1p(result.experiment.noise_threshold);
    RatioAxis axis(2 * band);
    double farthest = 2 * band;
    for (const auto* of : {&result.tested, &result.rows}) {
        for (const auto* metric : metrics_of(*of, arm)) {
            if (metric->interval) {
                farthest = std::max(farthest, std::fabs(std::log(metric->interval->ratio)));
            }
        }
    }
    for (const auto* of : {&result.tested, &result.rows}) {
        for (const auto* metric : metrics_of(*of, arm)) {
            if (!metric->interval) continue;
            for (const double end : {metric->interval->lo, metric->interval->hi}) {
                axis.include_up_to(speed_log(metric->metric, std::log(end)), 3 * farthest);
            }
        }
    }
    return axis;
}

inline void forest_ground(HtmlWriter& page, const RatioAxis& axis, double threshold, int height) {
    const double band = std::log1p(threshold);
    const double from = axis.position(-band);
    page.raw("<rect class=\"band\" y=\"0\" x=\"").raw(percent_place(from));
    page.raw("\" width=\"").raw(percent_place(axis.position(band) - from));
    page.raw("\" height=\"").raw(std::to_string(height)).raw("\"/>");
    for (const double tick : axis.ticks()) {
        vertical_line(page, std::fabs(tick) < 1e-9 ? "one" : "grid", axis.position(tick), height);
    }
}

/// The axis over the rows, and which direction is which.
inline void add_forest_axis(HtmlWriter& page, const RatioAxis& axis, double threshold) {
    page.raw("<svg role=\"img\" height=\"40\">");
    page.element("title", "Axis: change in speed");
    page.element("desc", "Left of 0 is slower, right of 0 is faster. The band is the noise "
                         "threshold of ±" +
                             level_text(threshold) + ".");
    page.raw("<text x=\"0\" y=\"12\">← slower</text>");
    page.raw("<text x=\"100%\" y=\"12\" text-anchor=\"end\">faster →</text>");
    for (const double tick : axis.ticks()) {
        page.raw("<text text-anchor=\"middle\" y=\"32\" x=\"");
        page.raw(percent_place(axis.position(tick))).raw("\">").text(axis.tick_text(tick));
        page.raw("</text>");
    }
    page.raw("</svg>");
}

/// An end that lies outside the axis has an arrow.
inline void whisker_end(HtmlWriter& page, const RatioAxis& axis, double end, int y) {
    if (axis.holds(end)) return;
    page.raw("<text y=\"").raw(std::to_string(y + 4)).raw(end < 0 ? "\" x=\"0" : "\" x=\"100%");
    page.raw(end < 0 ? "\">‹</text>" : "\" text-anchor=\"end\">›</text>");
}

/// One row: the estimate on its interval. `tone` is a class of the page's style; the metrics that
/// get a verdict have filled dots.
inline void add_forest_row(HtmlWriter& page, const RatioAxis& axis, double threshold,
                           const MetricComparison& metric, std::string_view tone) {
    const bool tested = metric.metric.prompt.empty();
    page.raw("<svg role=\"img\" height=\"30\" class=\"").raw(tone).raw("\">");
    page.element("title", metric_label(metric.metric) + ": speed " + speed_text(metric));
    page.element("desc", tested ? "Estimate and interval of the verdict"
                                : "Estimate and interval of one prompt, uncorrected");
    forest_ground(page, axis, threshold, 30);
    if (metric.interval) {
        const auto at = [&](double ratio) { return speed_log(metric.metric, std::log(ratio)); };
        const auto& interval = *metric.interval;
        page.raw("<line class=\"whisker\" y1=\"15\" y2=\"15\" x1=\"");
        page.raw(percent_place(axis.position(at(interval.lo)))).raw("\" x2=\"");
        page.raw(percent_place(axis.position(at(interval.hi)))).raw("\"/>");
        whisker_end(page, axis, at(interval.lo), 15);
        whisker_end(page, axis, at(interval.hi), 15);
        page.raw("<circle cy=\"15\" r=\"").raw(tested ? "5.5" : "4").raw("\" cx=\"");
        page.raw(percent_place(axis.position(at(interval.ratio))));
        page.raw(tested ? "\" class=\"mark\"/>" : "\" class=\"hollow\"/>");
    }
    page.raw("</svg>");
}

/// Blocks in order, each one's ratio as a numbered dot.
class BlockChart {
public:
    BlockChart(const ComparisonResult& result, const MetricComparison& metric)
        : metric_(metric), tone_(tone_of(result, metric)),
          threshold_(result.experiment.noise_threshold), axis_(std::log1p(2 * threshold_)) {
        for (const auto& block : metric.blocks) axis_.include(speed(block.log_ratio));
        for (const auto& figures : result.tested.arms) {
            const bool either = figures.arm == metric.arm || figures.arm == reference_of(result);
            if (!either || figures.metric.name != metric.metric.name) continue;
            outliers_.insert(outliers_.end(), figures.outlier_blocks.begin(),
                             figures.outlier_blocks.end());
        }
    }

    void draw(HtmlWriter& page) const {
        page.raw("<svg role=\"img\" height=\"150\" class=\"").raw(tone_).raw("\">");
        page.element("title", metric_word(metric_.metric) + ", block by block");
        page.element("desc", description());
        const double band = std::log1p(threshold_);
        page.raw("<rect class=\"band\" x=\"0\" width=\"100%\" y=\"").raw(fixed_text(y(band), 1));
        page.raw("\" height=\"").raw(fixed_text(y(-band) - y(band), 1)).raw("\"/>");
        for (const double tick : axis_.ticks()) {
            line(page, std::fabs(tick) < 1e-9 ? "one" : "grid", tick);
            page.raw("<text x=\"0\" y=\"").raw(fixed_text(y(tick) - 3, 1)).raw("\">");
            page.text(axis_.tick_text(tick)).raw("</text>");
        }
        if (metric_.interval) line(page, "estimate", speed(std::log(metric_.interval->ratio)));
        for (std::size_t i = 0; i < metric_.blocks.size(); ++i) dot(page, i);
        page.raw("</svg>");
    }

private:
    double speed(double log_ratio) const { return speed_log(metric_.metric, log_ratio); }

    double y(double log_ratio) const { return 146 - 1.42 * axis_.position(log_ratio); }

    bool is_outlier(int block) const {
        return std::find(outliers_.begin(), outliers_.end(), block) != outliers_.end();
    }

    std::string description() const {
        std::string text = "Change in speed:";
        for (const auto& block : metric_.blocks) {
            text += " " + block_text(block.block) + " " +
                    percent_text(std::expm1(speed(block.log_ratio))) +
                    (is_outlier(block.block) ? " (a boot is an outlier)" : "") + ",";
        }
        text.back() = '.';
        return text;
    }

    void line(HtmlWriter& page, std::string_view kind, double log_ratio) const {
        const auto height = fixed_text(y(log_ratio), 1);
        page.raw("<line class=\"").raw(kind).raw("\" x1=\"0\" x2=\"100%\" y1=\"").raw(height);
        page.raw("\" y2=\"").raw(height).raw("\"/>");
    }

    void dot(HtmlWriter& page, std::size_t index) const {
        const auto& block = metric_.blocks[index];
        const auto x = percent_place(18 + 78 * (static_cast<double>(index) + 0.5) /
                                              static_cast<double>(metric_.blocks.size()));
        const double middle = y(speed(block.log_ratio));
        const auto circle = [&](std::string_view kind, std::string_view radius) {
            page.raw("<circle class=\"")
                .raw(kind)
                .raw("\" r=\"")
                .raw(radius)
                .raw("\" cx=\"")
                .raw(x);
            page.raw("\" cy=\"").raw(fixed_text(middle, 1)).raw("\"/>");
        };
        if (is_outlier(block.block)) circle("outlier", "11");
        circle("mark", "7.5");
        page.raw("<text class=\"dot\" text-anchor=\"middle\" x=\"").raw(x).raw("\" y=\"");
        page.raw(fixed_text(middle + 3.5, 1)).raw("\">").raw(std::to_string(block.block + 1));
        page.raw("</text>");
    }

    const MetricComparison& metric_;
    std::string_view tone_;
    double threshold_;
    RatioAxis axis_;
    std::vector<int> outliers_;
};

/// An A/A: one standard deviation to both sides, and the block that strayed farthest.
inline void add_null_row(HtmlWriter& page, const RatioAxis& axis, double threshold,
                         const NullSpread& null) {
    page.raw("<svg role=\"img\" height=\"30\" class=\"").raw(null.told_apart ? "bad" : "none");
    page.raw("\">").element("title", metric_label(null.metric) + ", one build against itself");
    page.element("desc", null.spread ? "Spread " + size_text(*null.spread) : "No spread");
    forest_ground(page, axis, threshold, 30);
    if (null.spread) {
        page.raw("<line class=\"whisker\" y1=\"15\" y2=\"15\" x1=\"");
        page.raw(percent_place(axis.position(-*null.spread))).raw("\" x2=\"");
        page.raw(percent_place(axis.position(*null.spread))).raw("\"/>");
    }
    if (null.farthest_ratio) {
        const double at = speed_log(null.metric, std::log(*null.farthest_ratio));
        page.raw("<circle class=\"hollow\" cy=\"15\" r=\"4\" cx=\"");
        page.raw(percent_place(axis.position(at))).raw("\"/>");
    }
    page.raw("</svg>");
}

} // namespace moebench::detail
