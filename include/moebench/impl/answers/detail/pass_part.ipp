// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/pass_part.hpp>
#include <moebench/stats/detail/binomial.hpp>
#include <moebench/stats/detail/student_t.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iterator>

namespace moebench::detail {

/// By how many standard errors a mean of that many values, two or more, must exceed its limit:
/// three, or as many as are exceeded as rarely where there are few values.
inline double sure_errors(std::int64_t values) {
    constexpr double three_errors = 0.99865; // share of a normal distribution
    return student_t_quantile(three_errors, static_cast<double>(values - 1));
}

/// Counts the positions without numbers, and names the first.
inline PromptAnswer without_numbers(AnswerReason reason, std::span<const PositionFigures> positions,
                                    bool PositionFigures::*broken) {
    PromptAnswer answer;
    answer.verdict = AnswerVerdict::broken;
    answer.reason = reason;
    answer.of = std::ssize(positions);
    answer.count = std::ranges::count_if(positions, std::mem_fn(broken));
    const auto& first = *std::ranges::find_if(positions, std::mem_fn(broken));
    const auto* position = first.baseline_broken ? first.baseline : first.arm;
    answer.at = first.baseline->at;
    answer.position_prompt = first.baseline->prompt;
    if (position != nullptr) answer.error = position->error;
    return answer;
}

/// The reason to call the figures divergent, if there is one.
inline PromptAnswer beyond_limits(const AnswerFigures& figures, const PassPart& part,
                                  const AnswerLimits& limits) {
    const auto floor = part.floor.value_or(AnswerFigures());
    PromptAnswer answer;
    answer.verdict = AnswerVerdict::divergent;
    const auto over = [&](AnswerReason reason, double value, double error, double limit) {
        if (value - error <= limit) return false;
        answer.reason = reason;
        answer.value = value;
        answer.limit = limit;
        return true;
    };
    if (over(AnswerReason::largest_kl, figures.largest_kl, 0,
             std::max(limits.largest_kl, floor.largest_kl))) {
        return answer;
    }
    const auto allowed = far_allowed(figures.compared(), part.floor, limits);
    if (figures.far > allowed) {
        answer.reason = AnswerReason::far_positions;
        answer.count = figures.far;
        answer.of = figures.compared();
        answer.value = static_cast<double>(allowed);
        return answer;
    }
    if (figures.compared() < 2) return {}; // a mean needs an error
    const double sure = sure_errors(figures.compared());
    const bool other_mean =
        over(AnswerReason::mean_kl, figures.mean_kl, sure * figures.mean_kl_error,
             std::max(limits.mean_kl, floor.mean_kl + sure * floor.mean_kl_error));
    if (other_mean) return answer;
    const bool less_likely = over(AnswerReason::less_likely, -figures.mean_logprob_change,
                                  sure * figures.logprob_change_error,
                                  std::max(limits.less_likely, sure * floor.logprob_change_error -
                                                                   floor.mean_logprob_change));
    return less_likely ? answer : PromptAnswer();
}

/// The first reply that departs from the baseline's without a near tie.
inline PromptAnswer unexplained(std::span<const PositionFigures> positions,
                                const AnswerFigures& figures) {
    const auto first = std::ranges::find_if(
        positions, [](const PositionFigures& each) { return each.departs && !each.near_tie; });
    PromptAnswer answer;
    answer.verdict = AnswerVerdict::divergent;
    answer.reason = AnswerReason::unexplained_text;
    answer.count = figures.unexplained;
    answer.of = figures.compared();
    answer.at = first->baseline->at;
    answer.position_prompt = first->baseline->prompt;
    answer.baseline_says = generated(*first->baseline).text;
    answer.arm_says = generated(*first->arm).text;
    return answer;
}

MOEBENCH_DECL std::int64_t far_allowed(std::int64_t of, const std::optional<AnswerFigures>& floor,
                                       const AnswerLimits& limits) {
    double share = limits.far_share;
    if (floor && floor->far > 0) {
        share = std::max(share, largest_share(floor->far, floor->compared(), 0.01));
    }
    std::int64_t most = 1; // one is always allowed
    while (most < of && binomial_above(most, of, share) > 0.005) ++most;
    return most;
}

MOEBENCH_DECL PromptAnswer judge_positions(std::span<const PositionFigures> positions,
                                           const PassPart& part, const AnswerLimits& limits) {
    const auto figures = answer_figures(positions, limits);
    if (figures.baseline_broken > 0) {
        return without_numbers(AnswerReason::baseline_no_numbers, positions,
                               &PositionFigures::baseline_broken);
    }
    if (part.floor && part.floor->broken > 0) {
        return without_numbers(AnswerReason::baseline_no_numbers, part.floor_positions,
                               &PositionFigures::broken);
    }
    if (figures.broken > 0) {
        return without_numbers(AnswerReason::no_numbers, positions, &PositionFigures::broken);
    }
    PromptAnswer answer;
    if (figures.same == figures.positions) {
        answer.verdict = AnswerVerdict::identical;
        return answer;
    }
    const bool repeats = !part.floor || part.floor->unexplained == 0;
    if (!part.prefill && figures.unexplained > 0 && repeats) {
        return unexplained(positions, figures);
    }
    answer = beyond_limits(figures, part, limits);
    if (answer.reason != AnswerReason::none) return answer;
    answer.verdict = AnswerVerdict::close;
    answer.reason = AnswerReason::other_numbers;
    return answer;
}

} // namespace moebench::detail
