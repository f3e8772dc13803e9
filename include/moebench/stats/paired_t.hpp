// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <optional>
#include <span>

namespace moebench {

/// What n paired differences say of their true mean, in their unit (Student 1908). The interval at
/// level 1 - alpha is mean -+ half_width(alpha).
struct PairedT {
    /// How many differences; two or more.
    int pairs = 0;
    /// Of the differences.
    double mean = 0;
    /// Of one difference: two passes, n - 1.
    double stddev = 0;

    /// Of the mean: stddev / sqrt(pairs).
    double standard_error() const;
    /// Two-sided, against a true mean of zero.
    double p_value() const;
    /// t(1 - alpha/2, n - 1) * standard_error(); 0 < alpha < 1.
    double half_width(double alpha) const;
};

/// Absent below two differences.
std::optional<PairedT> paired_t(std::span<const double> differences);

/// How many more pairs would likely decide, if mean and deviation stay as they are: after them the
/// interval at level 1 - alpha excludes zero with a chance of 80 %, or lies wholly within
/// +-threshold with at least that. The sample size of a t test by the usual approximation,
/// |mean| >= (t(1 - alpha/2) + t(power)) * stddev / sqrt(n); for the two one-sided tests of
/// equivalence each has a power of 90 % (Schuirmann 1987; Julious 2004). Absent when more than a
/// thousand pairs in all would be needed.
std::optional<int> more_pairs_to_decide(const PairedT& t, double alpha, double threshold);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/paired_t.ipp>
#endif
