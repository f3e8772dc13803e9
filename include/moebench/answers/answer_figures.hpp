// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace moebench {

/// Two answer passes side by side, over the positions of one part. Logarithms are natural; means
/// and largest are of the positions where both have numbers.
struct AnswerFigures {
    /// All, broken ones among them.
    std::int64_t positions = 0;
    /// Positions where both arms think the same token most probable, ties aside.
    std::int64_t top1_agree = 0;
    /// |difference| of the logarithm of the chance of the reference's most probable token.
    double mean_logprob_difference = 0;
    /// The same, at the position where it is largest.
    double largest_logprob_difference = 0;
    /// Kullback-Leibler divergence, in nats: see kl_divergence().
    double mean_kl = 0;
    /// The same, at the position where it is largest.
    double largest_kl = 0;
    /// Positions without a number, or whose request failed, where the reference has numbers.
    std::int64_t broken = 0;
    /// Positions where the reference has none.
    std::int64_t reference_broken = 0;

    /// Positions that the means are over.
    std::int64_t compared() const noexcept { return positions - broken - reference_broken; }
};

/// Two answer passes at one position.
struct PositionFigures {
    /// The reference's position, and its place in the reference's pass.
    const AnswerPosition* reference = nullptr;
    /// Null: the other pass has no such position.
    const AnswerPosition* arm = nullptr;
    /// The reference has no number here.
    bool reference_broken = false;
    /// The arm has none, and the reference has.
    bool broken = false;
    // The rest is set where neither is broken.
    /// Both think the same token most probable.
    bool same_top = false;
    /// The same, or a tie: under the reference the two candidates are no more than 0.1 nats apart.
    bool top1_agrees = false;
    /// As in AnswerFigures, here.
    double logprob_difference = 0;
    /// kl_divergence() of the arm from the reference.
    double kl = 0;
};

/// Kullback-Leibler divergence of `arm` from `reference`, in nats, as far as their most probable
/// tokens tell: over every token that either names, and one rest. A token that one does not name
/// has there the chance of the least that is named, or an equal share of what is not named,
/// whichever is less: the most it can have, so the figure is rather too small than too large. Not
/// negative; chances below 1e-13 count as that. All chances have to be numbers, and neither list
/// empty.
double kl_divergence(std::span<const TokenChance> reference, std::span<const TokenChance> arm);

/// No request failed, and every chance is a number.
bool has_numbers(const AnswerPosition& position);

/// One entry for each of the reference's positions, in their order. The positions outlive it.
std::vector<PositionFigures> compare_positions(std::span<const AnswerPosition> reference,
                                               std::span<const AnswerPosition> arm);

/// Means, largest and counts over positions.
AnswerFigures answer_figures(std::span<const PositionFigures> positions);

namespace detail {

/// Three digits, for people: "0.00123", "1.2e-05".
std::string short_number(double number);

} // namespace detail

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/answer_figures.ipp>
#endif
