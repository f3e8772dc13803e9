// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace moebench::detail {

/// Two answer passes compared at one position.
struct PositionFigures {
    /// The position in the baseline's pass.
    const AnswerPosition* baseline = nullptr;
    /// The same position in the pass of the arm. Null: it has no such position.
    const AnswerPosition* arm = nullptr;
    /// The baseline has no numbers here.
    bool baseline_broken = false;
    /// The baseline has numbers here and the arm has none.
    bool broken = false;
    // The members below are only set when neither is broken.
    /// Both have the same most probable token.
    bool same_top = false;
    /// The same, or a tie: in the baseline the two tokens differ by at most 0.1 nats.
    bool top1_agrees = false;
    /// Absolute difference of the log-probability of the baseline's most probable token.
    double logprob_difference = 0;
    /// kl_divergence() of the arm from the baseline.
    double kl = 0;
};

/// Kullback-Leibler divergence of `arm` from `baseline` in nats, as far as the
/// lists of most probable tokens show it: the sum over all tokens in either list, and one term for
/// all other tokens. A token that is missing from one list gets there the smallest listed
/// probability, or an equal share of the unlisted probability, whichever is smaller: the most that
/// it can have. So the result is too small rather than too large. Never negative; probabilities
/// below 1e-13 count as 1e-13. All log-probabilities must be numbers, and both lists non-empty.
double kl_divergence(std::span<const TokenLogprob> baseline, std::span<const TokenLogprob> arm);

/// Whether the request succeeded and all its log-probabilities are numbers.
bool has_numbers(const AnswerPosition& position);

/// One entry per position of the baseline, in the same order. The positions must outlive it.
std::vector<PositionFigures> compare_positions(std::span<const AnswerPosition> baseline,
                                               std::span<const AnswerPosition> arm);

/// Means, largest values and counts over the positions.
AnswerFigures answer_figures(std::span<const PositionFigures> positions);

/// Three significant digits, for people: "0.00123", "1.2e-05".
std::string short_number(double number);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/compare_positions.ipp>
#endif
