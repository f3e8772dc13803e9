// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/stats/detail/confidence_sequence.hpp>
#include <moebench/stats/detail/paired_t.hpp>

#include <optional>

namespace moebench::detail {

/// How many more pairs decide.
struct MorePairs {
    /// Fewer do in one of ten cases.
    int least = 0;
    /// More are needed in one of ten cases. Absent: the total would be above a thousand.
    std::optional<int> most{};
};

/// How many more pairs until the interval of a confidence sequence at level 1 - alpha excludes
/// zero, or the one at level 1 - 2 alpha is within +-threshold. Mean and deviation are not known
/// exactly: the law comes from 300 futures, each with a mean and a deviation that the pairs so far
/// allow (the posterior of a flat prior of the mean and of the logarithm of the deviation). Absent
/// when less than one future of ten decides below a thousand pairs in all. The same pairs give the
/// same law.
std::optional<MorePairs> more_pairs_range(const PairedT& t, const ConfidenceSequence& sequence,
                                          double alpha, double threshold);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/more_pairs_range.ipp>
#endif
