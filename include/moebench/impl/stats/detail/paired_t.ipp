// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/paired_t.hpp>
#include <moebench/stats/detail/student_t.hpp>

#include <cmath>

namespace moebench::detail {

inline bool likely_decided(const PairedT& t, int pairs, double alpha, double threshold) {
    const double freedom = pairs - 1;
    const double error = t.stddev / std::sqrt(pairs);
    const double effect = std::fabs(t.mean);
    const double critical = student_t_quantile(1 - alpha / 2, freedom);
    return effect >= (critical + student_t_quantile(0.8, freedom)) * error ||
           effect + (critical + student_t_quantile(0.9, freedom)) * error <= threshold;
}

MOEBENCH_DECL double PairedT::standard_error() const { return stddev / std::sqrt(pairs); }

MOEBENCH_DECL double PairedT::p_value() const {
    return two_sided_p(mean, standard_error(), pairs - 1);
}

MOEBENCH_DECL double PairedT::half_width(double alpha) const {
    return student_t_quantile(1 - alpha / 2, pairs - 1) * standard_error();
}

MOEBENCH_DECL std::optional<PairedT> paired_t(std::span<const double> differences) {
    if (differences.size() < 2) return std::nullopt;
    PairedT result{.pairs = static_cast<int>(differences.size())};
    for (const double d : differences) result.mean += d / result.pairs;
    double squares = 0;
    for (const double d : differences) squares += (d - result.mean) * (d - result.mean);
    result.stddev = std::sqrt(squares / (result.pairs - 1));
    return result;
}

MOEBENCH_DECL std::optional<int> more_pairs_to_decide(const PairedT& t, double alpha,
                                                      double threshold) {
    // More pairs never make a decision less likely, so the smallest number is found by bisection.
    int undecided = t.pairs, decided = 1000;
    if (undecided >= decided || !likely_decided(t, decided, alpha, threshold)) {
        return std::nullopt;
    }
    while (decided - undecided > 1) {
        const int middle = undecided + (decided - undecided) / 2;
        (likely_decided(t, middle, alpha, threshold) ? decided : undecided) = middle;
    }
    return decided - t.pairs;
}

} // namespace moebench::detail
