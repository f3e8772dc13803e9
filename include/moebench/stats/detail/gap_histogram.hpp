// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace moebench::detail {

/// A distribution of durations that needs a constant amount of memory: bins of 1 % width from 1
/// microsecond to 1000 seconds. Count, mean, deviation (Welford), minimum and maximum are exact;
/// quantiles are within 1 %.
class GapHistogram {
public:
    /// Adds one duration in seconds; durations outside the range go into the first or the last bin.
    void add(double seconds) {
        ++bins_[bin_of(seconds)];
        ++count_;
        const double delta = seconds - mean_;
        mean_ += delta / static_cast<double>(count_);
        squares_ += delta * (seconds - mean_);
        min_ = count_ == 1 ? seconds : std::fmin(min_, seconds);
        max_ = count_ == 1 ? seconds : std::fmax(max_, seconds);
    }

    /// In seconds. A quantile is absent when there are too few durations for it.
    Distribution distribution() const {
        Distribution result;
        result.count = count_;
        if (count_ == 0) return result;
        result.mean = mean_;
        if (count_ > 1) result.stddev = std::sqrt(squares_ / static_cast<double>(count_ - 1));
        result.min = min_;
        result.max = max_;
        result.p50 = quantile(0.50, 1);
        result.p90 = quantile(0.90, 10);
        result.p95 = quantile(0.95, 20);
        result.p99 = quantile(0.99, 100);
        return result;
    }

private:
    static constexpr double lowest = 1e-6;
    static constexpr double growth = 1.01;
    static constexpr std::size_t bin_count = 2084; // ln(1e9) / ln(1.01), and one bin below

    static std::size_t bin_of(double seconds) {
        if (!(seconds > lowest)) return 0;
        const auto bin =
            static_cast<std::size_t>(std::log(seconds / lowest) / std::log(growth)) + 1;
        return bin < bin_count ? bin : bin_count - 1;
    }

    std::optional<double> quantile(double p, std::int64_t at_least) const {
        if (count_ < at_least) return std::nullopt;
        const auto rank = static_cast<std::int64_t>(std::ceil(p * static_cast<double>(count_)));
        std::int64_t seen = 0;
        for (std::size_t bin = 0; bin < bin_count; ++bin) {
            seen += bins_[bin];
            if (seen < rank) continue;
            const double middle = lowest * std::pow(growth, static_cast<double>(bin) - 0.5);
            return std::fmin(std::fmax(middle, min_), max_);
        }
        return max_;
    }

    std::array<std::int64_t, bin_count> bins_{};
    std::int64_t count_ = 0;
    double mean_ = 0;
    double squares_ = 0;
    double min_ = 0;
    double max_ = 0;
};

} // namespace moebench::detail
