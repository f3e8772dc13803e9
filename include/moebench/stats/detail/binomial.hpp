// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstdint>

namespace moebench::detail {

/// P(X > k), where each of `of` cases counts with the probability `share`, 0 <= share <= 1
/// (Boost.Math).
double binomial_above(std::int64_t k, std::int64_t of, double share);

/// The upper end of the one-sided Clopper-Pearson interval for the share: if it were this, k or
/// fewer of `of` cases would have the probability `alpha`. `of` > 0.
double largest_share(std::int64_t k, std::int64_t of, double alpha);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/binomial.ipp>
#endif
