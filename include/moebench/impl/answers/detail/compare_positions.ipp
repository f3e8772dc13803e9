// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/compare_positions.hpp>
#include <moebench/answers/detail/make_answer_script.hpp>
#include <moebench/stats/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
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

/// For a token that is not in the list: the smallest listed value, which is the most it can have.
inline double logprob_or_least(const AnswerPosition& position, std::int64_t token) {
    double least = 0;
    for (const auto& candidate : position.top) {
        if (candidate.token == token) return *candidate.logprob;
        least = std::min(least, *candidate.logprob);
    }
    return least;
}

inline bool same_candidates(const AnswerPosition& a, const AnswerPosition& b) {
    return std::ranges::equal(a.top, b.top, [](const TokenLogprob& x, const TokenLogprob& y) {
        return x.token == y.token && x.logprob == y.logprob;
    });
}

inline PositionFigures compare_position(const AnswerPosition& baseline, const AnswerPosition* arm,
                                        const AnswerLimits& limits) {
    PositionFigures figures;
    figures.baseline = &baseline;
    figures.arm = arm;
    figures.baseline_broken = !has_numbers(baseline);
    figures.broken = !figures.baseline_broken && (arm == nullptr || !has_numbers(*arm));
    if (figures.baseline_broken || figures.broken) return figures;

    const auto& says = most_probable(baseline);
    figures.same_top = says.token == most_probable(*arm).token;
    figures.same = same_candidates(baseline, *arm);
    figures.departs = generated(baseline).token != generated(*arm).token;
    figures.near_tie = figures.departs && nearly_tied(baseline, generated(*arm).token, limits);
    figures.logprob_change = logprob_or_least(*arm, says.token) - *says.logprob;
    figures.kl = kl_divergence(baseline.top, arm->top);
    return figures;
}

MOEBENCH_DECL const TokenLogprob& most_probable(const AnswerPosition& position) {
    return *std::ranges::max_element(position.top, {}, &TokenLogprob::logprob);
}

MOEBENCH_DECL const TokenLogprob& generated(const AnswerPosition& position) {
    const auto is_it = [&](const TokenLogprob& each) { return each.token == position.token; };
    const auto found = std::ranges::find_if(position.top, is_it);
    return found != position.top.end() ? *found : most_probable(position);
}

MOEBENCH_DECL bool nearly_tied(const AnswerPosition& position, std::int64_t token,
                               const AnswerLimits& limits) {
    const auto found = std::ranges::find(position.top, token, &TokenLogprob::token);
    if (found == position.top.end()) return false;
    const double first = *generated(position).logprob, second = *found->logprob;
    if (first - second > limits.near_tie) return false;
    const double p1 = std::exp(first), p2 = std::exp(second), p = (p1 + p2) / 2;
    return p1 * std::log(p1 / p) + p2 * std::log(p2 / p) <= limits.far_kl;
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
compare_positions(std::span<const AnswerPosition> baseline, std::span<const AnswerPosition> arm,
                  const AnswerScript& script, const AnswerLimits& limits) {
    std::map<std::pair<std::string_view, std::int64_t>, const AnswerPosition*> of_arm;
    for (const auto& position : arm) of_arm[{position.prompt, position.at}] = &position;
    std::set<std::string_view> of_script = {text_name}, departed;
    for (const auto& prompt : script.prompts) of_script.insert(prompt.name);
    std::vector<PositionFigures> figures;
    for (const auto& position : baseline) {
        const auto found = of_arm.find({position.prompt, position.at});
        const auto* same = found == of_arm.end() ? nullptr : found->second;
        const bool of_suite = !of_script.contains(position.prompt);
        const bool after_departure = departed.contains(position.prompt);
        if (same == nullptr && (of_suite || after_departure)) continue;
        if (of_suite && after_departure) continue; // the arm goes on after a token of its own
        figures.push_back(compare_position(position, same, limits));
        if (figures.back().departs) departed.insert(position.prompt);
    }
    return figures;
}

/// Of values, and its standard error; zero where there are too few.
struct MeanOf {
    double mean = 0, error = 0;

    explicit MeanOf(const std::vector<double>& values) {
        const auto distribution = distribution_of(values);
        mean = distribution.mean.value_or(0);
        error = distribution.stddev.value_or(0) /
                std::sqrt(std::max(1.0, static_cast<double>(distribution.count)));
    }
};

MOEBENCH_DECL AnswerFigures answer_figures(std::span<const PositionFigures> positions,
                                           const AnswerLimits& limits) {
    AnswerFigures sum;
    std::vector<double> changes, divergences;
    for (const auto& each : positions) {
        ++sum.positions;
        sum.broken += each.broken ? 1 : 0;
        sum.baseline_broken += each.baseline_broken ? 1 : 0;
        if (each.broken || each.baseline_broken) continue;
        sum.top1_agree += each.same_top ? 1 : 0;
        sum.same += each.same ? 1 : 0;
        sum.far += each.kl > limits.far_kl ? 1 : 0;
        sum.unexplained += each.departs && !each.near_tie ? 1 : 0;
        changes.push_back(each.logprob_change);
        divergences.push_back(each.kl);
        sum.largest_logprob_difference =
            std::max(sum.largest_logprob_difference, std::abs(each.logprob_change));
        sum.largest_kl = std::max(sum.largest_kl, each.kl);
    }
    const MeanOf change(changes), kl(divergences);
    sum.mean_logprob_change = change.mean;
    sum.logprob_change_error = change.error;
    sum.mean_kl = kl.mean;
    sum.mean_kl_error = kl.error;
    return sum;
}

} // namespace moebench::detail
