// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/speed_plot.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

namespace moebench::detail {

/// Widens an axis for the rounds of a metric.
inline void include_rounds(const MetricComparison& metric, RatioAxis& axis) {
    for (const auto& round : metric.blocks) {
        axis.include(speed_log(metric.metric, round.log_ratio));
    }
}

/// Rounds in order, each one's ratio as a numbered dot; up is faster.
class BlockChart {
public:
    /// `band`: see noise_band(). `axis` is the one of all charts. Lifetime: `row` must outlive the
    /// chart.
    BlockChart(const MetricRow& row, double band, RatioAxis axis)
        : row_(row), band_(band), axis_(axis) {}

    /// `tone` is a class of the page's style.
    void draw(HtmlWriter& page, std::string_view tone) const {
        page.raw("<svg role=\"img\" height=\"150\" class=\"").raw(tone).raw("\">");
        page.element("title", metric_word(row_.metric->metric) + ", round by round");
        page.element("desc", description());
        page.raw("<rect class=\"band\" x=\"0\" width=\"100%\" y=\"").raw(fixed_text(y(band_), 1));
        page.raw("\" height=\"").raw(fixed_text(y(-band_) - y(band_), 1)).raw("\"/>");
        for (const double tick : axis_.ticks()) {
            line(page, grid_class(tick), tick);
            page.raw("<text x=\"0\" y=\"").raw(fixed_text(y(tick) - 3, 1)).raw("\">");
            page.text(axis_.tick_text(tick)).raw("</text>");
        }
        if (const auto interval = speed_interval(*row_.metric)) {
            line(page, "estimate", interval->estimate);
        }
        for (std::size_t i = 0; i < row_.metric->blocks.size(); ++i) dot(page, i);
        page.raw("</svg>");
    }

private:
    double speed(double log_ratio) const { return speed_log(row_.metric->metric, log_ratio); }

    double y(double log_ratio) const { return 146 - 1.42 * axis_.position(log_ratio); }

    bool is_outlier(int block) const { return std::ranges::count(row_.outlier_blocks, block) > 0; }

    std::string description() const {
        std::string text = "Change in speed:";
        for (const auto& block : row_.metric->blocks) {
            text += " " + round_text(block.block) + " " +
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
        const auto& blocks = row_.metric->blocks;
        const auto& block = blocks[index];
        const auto x = percent_place(18 + 78 * (static_cast<double>(index) + 0.5) /
                                              static_cast<double>(blocks.size()));
        const double middle = y(speed(block.log_ratio));
        const auto circle = [&](std::string_view kind, std::string_view radius) {
            page.raw("<circle class=\"").raw(kind).raw("\" r=\"").raw(radius).raw("\" cx=\"");
            page.raw(x).raw("\" cy=\"").raw(fixed_text(middle, 1)).raw("\"/>");
        };
        if (is_outlier(block.block)) circle("outlier", "11");
        circle("mark", "7.5");
        page.raw("<text class=\"dot\" text-anchor=\"middle\" x=\"").raw(x).raw("\" y=\"");
        page.raw(fixed_text(middle + 3.5, 1)).raw("\">").raw(std::to_string(block.block + 1));
        page.raw("</text>");
    }

    const MetricRow& row_;
    double band_;
    RatioAxis axis_;
};

} // namespace moebench::detail
