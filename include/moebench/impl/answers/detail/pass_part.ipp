// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/pass_part.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace moebench::detail {

/// The limit, or twice the difference between two boots of the baseline if that is larger.
inline double with_floor(double limit, double floor) { return std::max(limit, 2 * floor); }

inline std::string of_positions(std::int64_t some, std::int64_t all) {
    return std::to_string(some) + " of " + std::to_string(all) + " positions";
}

inline std::string place_text(const PositionFigures& position) {
    return "after " + std::to_string(position.baseline->at) + " tokens of " +
           position.baseline->prompt;
}

/// Names the first broken position, and the server's error message if there is one.
inline std::string broken_text(std::string_view who, std::span<const PositionFigures> positions,
                               bool PositionFigures::*broken) {
    const auto is_broken = [broken](const PositionFigures& each) { return each.*broken; };
    const auto count = std::count_if(positions.begin(), positions.end(), is_broken);
    const auto& first = *std::find_if(positions.begin(), positions.end(), is_broken);
    std::string text = std::string(who) + "no numbers at " +
                       of_positions(count, std::ssize(positions)) + ", first " + place_text(first);
    const auto* position = first.baseline_broken ? first.baseline : first.arm;
    if (position != nullptr && !position->error.empty()) text += ": " + position->error;
    return text;
}

/// The limit that is exceeded, in words; empty: none.
inline std::string passed_limit(const AnswerFigures& figures, const AnswerFigures& floor,
                                const AnswerLimits& limits) {
    const auto over = [](const char* what, double value, double limit) {
        return std::string(what) + " " + short_number(value) + " (limit " + short_number(limit) +
               ")";
    };
    if (const double limit = with_floor(limits.mean_kl, floor.mean_kl); figures.mean_kl > limit) {
        return over("mean KL", figures.mean_kl, limit);
    }
    if (const double limit = with_floor(limits.largest_kl, floor.largest_kl);
        figures.largest_kl > limit) {
        return over("largest KL", figures.largest_kl, limit);
    }
    if (const double limit =
            with_floor(limits.largest_logprob_difference, floor.largest_logprob_difference);
        figures.largest_logprob_difference > limit) {
        return over("largest log-probability difference", figures.largest_logprob_difference,
                    limit);
    }
    const auto others = figures.compared() - figures.top1_agree;
    const double limit =
        std::max(with_floor(limits.top1_differs * static_cast<double>(figures.compared()),
                            static_cast<double>(floor.compared() - floor.top1_agree)),
                 1.0);
    if (static_cast<double>(others) <= limit) return "";
    return "another most probable token at " + of_positions(others, figures.compared());
}

inline bool is_same(std::span<const PositionFigures> positions, const AnswerFigures& floor,
                    const AnswerLimits& limits) {
    const double logprob = std::max(limits.same_logprob, floor.largest_logprob_difference);
    const double kl = std::max(limits.same_kl, floor.largest_kl);
    return std::all_of(positions.begin(), positions.end(), [&](const PositionFigures& each) {
        return !each.broken && !each.baseline_broken && each.same_top &&
               each.logprob_difference <= logprob && each.kl <= kl;
    });
}

inline std::string figures_text(const AnswerFigures& figures) {
    return "mean KL " + short_number(figures.mean_kl) + ", largest log-probability difference " +
           short_number(figures.largest_logprob_difference) + ", the same most probable token at " +
           of_positions(figures.top1_agree, figures.compared());
}

MOEBENCH_DECL PassPart compare_parts(bool prefill, const std::vector<AnswerPosition>& baseline,
                                     const std::vector<AnswerPosition>* again,
                                     const std::vector<AnswerPosition>& arm) {
    PassPart part;
    part.prefill = prefill;
    part.positions = compare_positions(baseline, arm);
    part.figures = answer_figures(part.positions);
    if (again != nullptr) part.floor = answer_figures(compare_positions(baseline, *again));
    return part;
}

MOEBENCH_DECL PromptAnswer judge_positions(std::span<const PositionFigures> positions,
                                           const PassPart& part, const AnswerLimits& limits) {
    const auto figures = answer_figures(positions);
    const auto floor = part.floor.value_or(AnswerFigures());
    PromptAnswer answer;
    answer.verdict = AnswerVerdict::broken;
    if (figures.baseline_broken > 0) {
        const auto flag = &PositionFigures::baseline_broken;
        answer.why = broken_text("the baseline itself gives ", positions, flag);
    } else if (floor.broken > 0) {
        answer.why = "the baseline itself gives no numbers at " +
                     of_positions(floor.broken, floor.positions) + " of its second boot";
    } else if (figures.broken > 0) {
        answer.why = broken_text("", positions, &PositionFigures::broken);
    } else if (is_same(positions, floor, limits)) {
        answer.verdict = AnswerVerdict::identical;
    } else {
        const auto passed = passed_limit(figures, floor, limits);
        answer.verdict = passed.empty() ? AnswerVerdict::close : AnswerVerdict::divergent;
        answer.why = passed.empty() ? figures_text(figures) : passed;
    }
    return answer;
}

} // namespace moebench::detail
