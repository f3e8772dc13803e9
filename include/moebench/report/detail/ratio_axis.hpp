// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/number_text.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace moebench::detail {

/// A logarithmic axis of ratios around 1, in natural logarithms. Positions are percentages of the
/// axis, so that a drawing of any width can use them.
class RatioAxis {
public:
    /// Shows at least +-`least`.
    explicit RatioAxis(double least) : lo_(-least), hi_(least) {}

    void include(double log_ratio) {
        if (!std::isfinite(log_ratio)) return;
        lo_ = std::min(lo_, log_ratio);
        hi_ = std::max(hi_, log_ratio);
    }

    /// As far as `limit`, so that one wide interval does not make the others too small to see.
    void include_up_to(double log_ratio, double limit) {
        include(std::clamp(log_ratio, -limit, limit));
    }

    bool holds(double log_ratio) const {
        return log_ratio >= lo_ - margin() && log_ratio <= hi_ + margin();
    }

    /// 0 to 100; a place outside the axis is moved to its end.
    double position(double log_ratio) const {
        const double from = lo_ - margin();
        const double share = (log_ratio - from) / (hi_ + margin() - from);
        return std::isnan(share) ? 0 : 100 * std::clamp(share, 0.0, 1.0);
    }

    /// Logarithms of three to seven round ratios; 1 is one of them.
    std::vector<double> ticks() const {
        if (hi_ - lo_ > std::log(4.0)) return wide_ticks();
        const double from = std::exp(lo_ - margin());
        const double to = std::exp(hi_ + margin());
        double step = 0.0001;
        for (const double factor : {2.0, 2.5, 2.0, 2.0, 2.5, 2.0, 2.0, 2.5, 2.0, 2.0, 2.5, 2.0}) {
            if ((to - from) / step <= 6) break;
            step *= factor;
        }
        std::vector<double> result;
        for (double k = std::ceil((from - 1) / step); 1 + k * step <= to; ++k) {
            if (1 + k * step > 0) result.push_back(std::log1p(k * step));
        }
        return result;
    }

    /// The label of a tick: "+2 %", "0", "×4".
    std::string tick_text(double log_ratio) const {
        const double ratio = std::exp(log_ratio);
        if (hi_ - lo_ > std::log(4.0)) return "×" + short_text(ratio, 3);
        const double percent = 100 * (ratio - 1);
        if (std::fabs(percent) < 1e-6) return "0";
        return (percent > 0 ? "+" : "-") + short_text(std::fabs(percent), 2) + " %";
    }

private:
    double margin() const { return 0.08 * (hi_ - lo_); }

    std::vector<double> wide_ticks() const {
        const double each = std::max(1.0, std::ceil((hi_ - lo_) / std::log(2.0) / 6));
        std::vector<double> result;
        const double step = each * std::log(2.0);
        for (double k = std::ceil((lo_ - margin()) / step); k * step <= hi_ + margin(); ++k) {
            result.push_back(k * step);
        }
        return result;
    }

    double lo_, hi_;
};

} // namespace moebench::detail
