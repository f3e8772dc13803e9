// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/compare_positions.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace moebench::detail {

/// The probabilities in one list of tokens.
class ListedTokens {
public:
    explicit ListedTokens(std::span<const TokenLogprob> candidates) {
        for (const auto& candidate : candidates) {
            const double p = std::exp(std::max(*candidate.logprob, smallest_logprob));
            probabilities_[candidate.token] = p;
            named_ += p;
            least_ = std::min(least_, p);
        }
    }

    const std::map<std::int64_t, double>& named() const noexcept { return probabilities_; }

    double rest() const { return std::max(0.0, 1 - named_); }

    /// Probability of a token, which may be one of `unnamed` tokens that are not in the list.
    double of(std::int64_t token, std::size_t unnamed) const {
        const auto found = probabilities_.find(token);
        return found != probabilities_.end() ? found->second : of_unnamed(unnamed);
    }

    double of_unnamed(std::size_t unnamed) const {
        const double share = rest() / static_cast<double>(unnamed);
        return std::max(std::min(least_, share), std::exp(smallest_logprob));
    }

private:
    static constexpr double smallest_logprob = -30; // the server writes zero as -3.4e38

    std::map<std::int64_t, double> probabilities_;
    double named_ = 0, least_ = 1;
};

inline std::size_t unnamed_in(const ListedTokens& side, const std::set<std::int64_t>& tokens) {
    return tokens.size() - side.named().size();
}

/// What is left for all other tokens, after `unnamed` tokens got the most they can have.
inline double last_rest(const ListedTokens& side, std::size_t unnamed) {
    // probabilities have single precision: their sum can be this far from 1
    constexpr double sum_error = 1e-6;
    const double given = unnamed > 0 ? static_cast<double>(unnamed) * side.of_unnamed(unnamed) : 0;
    return std::max(sum_error, side.rest() - given);
}

MOEBENCH_DECL std::string short_number(double number) {
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                   std::chars_format::general, 3)
                         .ptr;
    return {buffer.data(), end};
}

inline const TokenLogprob& most_probable(const AnswerPosition& position) {
    const auto less = [](const TokenLogprob& a, const TokenLogprob& b) {
        return *a.logprob < *b.logprob;
    };
    return *std::max_element(position.top.begin(), position.top.end(), less);
}

/// For a token that is not in the list: the smallest listed value, which is the most it can have.
inline double logprob_or_least(const AnswerPosition& position, std::int64_t token) {
    double least = 0;
    for (const auto& candidate : position.top) {
        if (candidate.token == token) return *candidate.logprob;
        least = std::min(least, *candidate.logprob);
    }
    return least;
}

inline PositionFigures compare_position(const AnswerPosition& baseline, const AnswerPosition* arm) {
    constexpr double tie = 0.1; // another kernel may move two candidates by more
    PositionFigures figures;
    figures.baseline = &baseline;
    figures.arm = arm;
    figures.baseline_broken = !has_numbers(baseline);
    figures.broken = !figures.baseline_broken && (arm == nullptr || !has_numbers(*arm));
    if (figures.baseline_broken || figures.broken) return figures;

    const auto& says = most_probable(baseline);
    const auto& arm_says = most_probable(*arm);
    const double lead = *says.logprob - logprob_or_least(baseline, arm_says.token);
    figures.same_top = says.token == arm_says.token;
    figures.top1_agrees = figures.same_top || lead <= tie;
    figures.logprob_difference = std::abs(*says.logprob - logprob_or_least(*arm, says.token));
    figures.kl = kl_divergence(baseline.top, arm->top);
    return figures;
}

MOEBENCH_DECL double kl_divergence(std::span<const TokenLogprob> baseline,
                                   std::span<const TokenLogprob> arm) {
    const ListedTokens p(baseline), q(arm);
    std::set<std::int64_t> tokens;
    for (const auto* side : {&p, &q}) {
        for (const auto& [token, candidate] : side->named()) tokens.insert(token);
    }
    const auto p_lacks = unnamed_in(p, tokens), q_lacks = unnamed_in(q, tokens);
    double sum = 0;
    for (const auto token : tokens) {
        const double here = p.of(token, p_lacks);
        sum += here * std::log(here / q.of(token, q_lacks));
    }
    const double here = last_rest(p, p_lacks);
    sum += here * std::log(here / last_rest(q, q_lacks));
    return std::max(0.0, sum);
}

MOEBENCH_DECL bool has_numbers(const AnswerPosition& position) {
    const auto is_number = [](const TokenLogprob& candidate) {
        return candidate.logprob.has_value();
    };
    return position.error.empty() && !position.top.empty() &&
           std::all_of(position.top.begin(), position.top.end(), is_number);
}

MOEBENCH_DECL std::vector<PositionFigures>
compare_positions(std::span<const AnswerPosition> baseline, std::span<const AnswerPosition> arm) {
    std::map<std::pair<std::string_view, std::int64_t>, const AnswerPosition*> of_arm;
    for (const auto& position : arm) of_arm[{position.prompt, position.at}] = &position;
    std::vector<PositionFigures> figures;
    for (const auto& position : baseline) {
        const auto found = of_arm.find({position.prompt, position.at});
        const auto* same = found == of_arm.end() ? nullptr : found->second;
        figures.push_back(compare_position(position, same));
    }
    return figures;
}

MOEBENCH_DECL AnswerFigures answer_figures(std::span<const PositionFigures> positions) {
    AnswerFigures sum;
    for (const auto& each : positions) {
        ++sum.positions;
        sum.broken += each.broken ? 1 : 0;
        sum.baseline_broken += each.baseline_broken ? 1 : 0;
        if (each.broken || each.baseline_broken) continue;
        sum.top1_agree += each.top1_agrees ? 1 : 0;
        sum.mean_logprob_difference += each.logprob_difference;
        sum.mean_kl += each.kl;
        sum.largest_logprob_difference =
            std::max(sum.largest_logprob_difference, each.logprob_difference);
        sum.largest_kl = std::max(sum.largest_kl, each.kl);
    }
    if (const auto n = sum.compared(); n > 0) {
        sum.mean_logprob_difference /= static_cast<double>(n);
        sum.mean_kl /= static_cast<double>(n);
    }
    return sum;
}

} // namespace moebench::detail
