// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/stats/detail/paired_t.hpp>

namespace moebench::detail {

/// Intervals and p-values for the mean of normally distributed differences that stay valid when one
/// looks after every pair and stops when one likes: with probability 1 - alpha all intervals beyond
/// `planned` pairs contain the mean, and so does the t interval at `planned` pairs, with the
/// probability that it claims. `planned` is at least three.
///
/// The likelihood ratio of t, mixed over means of N(0, deviation^2 / weight), is a martingale if
/// the mean is zero; an interval holds the means that it does not reject (Lai 1976, Annals of
/// Statistics 4:265-280; Wang and Ramdas 2023, arXiv:2310.03722). Half of alpha is used, because
/// the look at `planned` pairs comes on top.
class ConfidenceSequence {
public:
    /// Narrowest for about one and a half times as many pairs.
    explicit ConfidenceSequence(int planned) : weight_(0.15 * (planned - 2)) {}

    /// In units of the differences' standard deviation. Infinite for too few pairs.
    double half_width(int pairs, double alpha) const;
    /// Against a mean of zero. At most alpha exactly where the interval excludes zero.
    double p_value(const PairedT& t) const;

private:
    double weight_;
};

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/confidence_sequence.ipp>
#endif
