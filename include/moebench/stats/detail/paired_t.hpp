// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <optional>
#include <span>

namespace moebench::detail {

/// The paired t test (Student 1908), in the unit of the differences. The interval for the true mean
/// at level 1 - alpha is mean -+ half_width(alpha).
struct PairedT {
    /// Number of differences, at least two.
    int pairs = 0;
    /// Of the differences.
    double mean = 0;
    /// Sample standard deviation of the differences.
    double stddev = 0;

    /// Of the mean: stddev / sqrt(pairs).
    double standard_error() const;
    /// Two-sided, against a true mean of zero.
    double p_value() const;
    /// t(1 - alpha/2, n - 1) * standard_error(); 0 < alpha < 1.
    double half_width(double alpha) const;
};

/// Absent for fewer than two differences.
std::optional<PairedT> paired_t(std::span<const double> differences);

/// How many more pairs would probably decide, if mean and deviation stay the same. "Decide" means:
/// with a probability of 80 % the interval at level 1 - alpha excludes zero, or with at least that
/// probability it is completely within +-threshold. This is the usual approximation for the sample
/// size of a t test, |mean| >= (t(1 - alpha/2) + t(power)) * stddev / sqrt(n); each of the two
/// one-sided tests of equivalence has a power of 90 % (Schuirmann 1987; Julious 2004). Absent when
/// more than a thousand pairs in total would be needed.
std::optional<int> more_pairs_to_decide(const PairedT& t, double alpha, double threshold);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/paired_t.ipp>
#endif
