// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/answers/answer_limits.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <cstdint>
#include <span>
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
    /// The arm generated another token.
    bool departs = false;
    /// The same tokens and log-probabilities, digit for digit.
    bool same = false;
    /// It departs, but in the baseline both tokens are nearly tied.
    bool near_tie = false;
    /// Change of the log-probability of the baseline's most probable token.
    double logprob_change = 0;
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

/// The most probable token. The list must not be empty.
const TokenLogprob& most_probable(const AnswerPosition& position);

/// The generated token. The most probable one where it is not known or not listed. The list must
/// not be empty.
const TokenLogprob& generated(const AnswerPosition& position);

/// Whether a listed token is nearly tied with the generated one: at most `limits.near_tie` less
/// probable, and so that both are equally probable in a distribution within `limits.far_kl`. The
/// nearest such distribution gives each the mean of both, p = (p1 + p2) / 2, and is
/// p1 ln(p1 / p) + p2 ln(p2 / p) away. False for a token that is not listed.
bool nearly_tied(const AnswerPosition& position, std::int64_t token, const AnswerLimits& limits);

/// One entry per position of the baseline, in the same order. Left out are: in a reply of the
/// suite, what follows a departure, and what the arm has not; in a reply to a prompt of `script`,
/// what the arm has not after a departure. Elsewhere a position that the arm has not is broken. The
/// positions must outlive the result.
std::vector<PositionFigures> compare_positions(std::span<const AnswerPosition> baseline,
                                               std::span<const AnswerPosition> arm,
                                               const AnswerScript& script,
                                               const AnswerLimits& limits = {});

/// Means, largest values and counts over the positions.
AnswerFigures answer_figures(std::span<const PositionFigures> positions,
                             const AnswerLimits& limits = {});

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/compare_positions.ipp>
#endif
