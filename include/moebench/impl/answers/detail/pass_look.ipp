// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/pass_look.hpp>
#include <moebench/answers/detail/pass_part.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moebench::detail {

/// The text before a position: the baseline's tokens, as its own positions spell them.
inline std::string text_before(const AnswerRecord& baseline, const AnswerPosition& at) {
    constexpr std::int64_t tokens = 12;
    std::string before;
    for (const auto& each : baseline.decode) {
        if (each.prompt != at.prompt || each.at >= at.at || each.at < at.at - tokens) continue;
        if (!each.top.empty()) before += generated(each).text;
    }
    return before;
}

inline std::vector<WorstPosition> worst_positions(const AnswerRecord& baseline,
                                                  std::span<const PassPart> parts) {
    constexpr std::size_t most = 5;
    constexpr double rounding = 1e-6;
    std::vector<WorstPosition> worst;
    for (const auto& part : parts) {
        for (const auto& each : part.positions) {
            if (each.broken || each.baseline_broken) continue;
            if (each.same_top && !each.departs && each.kl <= rounding) continue;
            worst.push_back({.prompt = each.baseline->prompt,
                             .prefill = part.prefill,
                             .at = each.baseline->at,
                             .kl = each.kl,
                             .logprob_difference = std::abs(each.logprob_change),
                             .baseline_says = generated(*each.baseline).text,
                             .arm_says = generated(*each.arm).text,
                             .before = part.prefill ? "" : text_before(baseline, *each.baseline)});
        }
    }
    std::stable_sort(worst.begin(), worst.end(),
                     [](const WorstPosition& a, const WorstPosition& b) { return a.kl > b.kl; });
    if (worst.size() > most) worst.resize(most);
    return worst;
}

inline PassPart compare_part(bool prefill, const AnswerScript& script, const AnswerRecord& baseline,
                             const AnswerRecord* again, const AnswerRecord& arm,
                             const AnswerLimits& limits) {
    const auto of = prefill ? &AnswerRecord::prefill : &AnswerRecord::decode;
    const auto compared = [&](const AnswerRecord& other) {
        return compare_positions(baseline.*of, other.*of, script, limits);
    };
    PassPart part;
    part.prefill = prefill;
    part.positions = compared(arm);
    part.figures = answer_figures(part.positions, limits);
    if (again == nullptr) return part;
    part.floor_positions = compared(*again);
    part.floor = answer_figures(part.floor_positions, limits);
    return part;
}

/// A prompt is not divergent when its whole part is close: the limits are made for parts.
inline PromptAnswer judge_prompt(const std::string& prompt, const PassPart& part,
                                 AnswerVerdict of_part, const AnswerLimits& limits) {
    std::vector<PositionFigures> positions;
    for (const auto& each : part.positions) {
        if (each.baseline->prompt == prompt) positions.push_back(each);
    }
    PromptAnswer answer;
    if (!positions.empty()) answer = judge_positions(positions, part, limits);
    if (answer.verdict == AnswerVerdict::divergent && of_part == AnswerVerdict::close) {
        answer.verdict = of_part;
        answer.reason = AnswerReason::other_numbers;
    }
    answer.prompt = prompt;
    return answer;
}

/// Judges a part as a whole and prompt by prompt.
inline void judge_part(const PassPart& part, const AnswerScript& script, const AnswerLimits& limits,
                       AnswerJudgement& judgement) {
    if (part.positions.empty()) return;
    (part.prefill ? judgement.prefill : judgement.decode) = part.figures;
    (part.prefill ? judgement.floor_prefill : judgement.floor_decode) = part.floor;
    auto whole = judge_positions(part.positions, part, limits);
    whole.prompt = part.prefill ? "prefill" : "decode";
    keep_worse(whole, judgement);
    const auto add = [&](const std::string& prompt) {
        judgement.prompts.push_back(judge_prompt(prompt, part, whole.verdict, limits));
    };
    if (part.prefill) return add(std::string(text_name));
    for (const auto& prompt : script.prompts) add(prompt.name);
}

MOEBENCH_DECL void keep_worse(const PromptAnswer& answer, AnswerJudgement& judgement) {
    if (answer.verdict <= judgement.verdict) return;
    judgement.verdict = answer.verdict;
    judgement.worst_answer = answer;
}

MOEBENCH_DECL AnswerJudgement compare_passes(const AnswerScript& script,
                                             const AnswerRecord& baseline,
                                             const AnswerRecord* again, const AnswerRecord& arm,
                                             const AnswerLimits& limits) {
    AnswerJudgement judgement;
    std::vector<PassPart> parts;
    for (const bool prefill : {false, true}) {
        parts.push_back(compare_part(prefill, script, baseline, again, arm, limits));
        judge_part(parts.back(), script, limits, judgement);
    }
    judgement.worst = worst_positions(baseline, parts);
    return judgement;
}

} // namespace moebench::detail
