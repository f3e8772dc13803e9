// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <span>
#include <vector>

namespace moebench::detail {

/// The result of Holm's procedure for one test.
struct HolmStep {
    /// The significance level of this test: it is rejected exactly when its own p <= alpha.
    double alpha = 0;
    /// The smallest alpha of the whole procedure that rejects this test.
    double adjusted_p = 1;
    /// Whether the null hypothesis is rejected.
    bool rejected = false;
};

/// Holm's step-down test (Holm 1979, Scandinavian Journal of Statistics 6:65-70). The i-th smallest
/// of m p-values is tested at alpha/(m-i+1), until one is not rejected; all later ones are not
/// rejected either and keep its level. The probability of one or more false rejections is at most
/// alpha, whatever the dependence. Results are in the order of the p-values, which must be between
/// 0 and 1.
///
/// An interval at level 1 - HolmStep::alpha therefore excludes the null value exactly when Holm's
/// procedure rejects it. It is never narrower than an uncorrected interval at 1 - alpha, so each
/// interval covers its true value with at least that probability. As long as nothing is rejected,
/// all are Bonferroni intervals, which all cover at once with that probability. Once something is
/// rejected it may be lower: 92 % instead of 95 % in the tests' simulation of three metrics, two of
/// them truly different. Intervals that agree with Holm and keep 95 % exist (Guilbaud 2008,
/// Biometrical Journal 50:678-692; Strassburger and Bretz 2008, Statistics in Medicine
/// 27:4914-4927), but for a rejected test they end at the null value itself, however large the
/// effect is, and so tell the reader nothing (Brannath et al. 2024, arXiv:2402.13719).
std::vector<HolmStep> holm(std::span<const double> p_values, double alpha);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/holm.ipp>
#endif
