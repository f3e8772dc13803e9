// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/confidence_sequence.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace moebench::detail {

MOEBENCH_DECL double ConfidenceSequence::half_width(int pairs, double alpha) const {
    // With u = t^2 / (pairs - 1), the ratio is sqrt(share) * ((1 + share u) / (1 + u))^(-pairs /
    // 2).
    const double share = weight_ / (weight_ + pairs);
    const double least = std::pow(alpha / 2 * std::sqrt(share), 2.0 / pairs);
    if (least <= share) return std::numeric_limits<double>::infinity();
    const double u = (1 - least) / (least - share);
    return std::sqrt(u * (pairs - 1) / pairs);
}

MOEBENCH_DECL double ConfidenceSequence::p_value(const PairedT& t) const {
    const double share = weight_ / (weight_ + t.pairs);
    // without any variance u is infinite, unless there is no effect either
    const double u = t.mean == 0 ? 0 : std::pow(t.mean / t.standard_error(), 2) / (t.pairs - 1);
    const double fraction = std::isinf(u) ? share : (1 + share * u) / (1 + u);
    return std::min(1.0, 2 / std::sqrt(share) * std::pow(fraction, t.pairs / 2.0));
}

} // namespace moebench::detail
