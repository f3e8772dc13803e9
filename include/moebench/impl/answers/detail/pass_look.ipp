// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/pass_look.hpp>
#include <moebench/answers/detail/pass_part.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

namespace moebench::detail {

/// The text before a position: the baseline's tokens, as its own positions spell them.
inline std::string text_before(const AnswerScript& script, const AnswerRecord& baseline,
                               const AnswerPosition& at) {
    constexpr std::int64_t tokens = 12;
    std::string before;
    for (const auto& prompt : script.prompts) {
        if (prompt.name != at.prompt) continue;
        for (const auto& each : baseline.decode) {
            if (each.prompt != at.prompt || each.at >= at.at || each.at < at.at - tokens) continue;
            const auto id = prompt.reply_ids[static_cast<std::size_t>(each.at)];
            for (const auto& candidate : each.top)
                before += candidate.token == id ? candidate.text : "";
        }
    }
    return before;
}

inline std::vector<WorstPosition> worst_positions(const AnswerScript& script,
                                                  const AnswerRecord& baseline,
                                                  std::span<const PassPart> parts) {
    constexpr std::size_t most = 5;
    constexpr double rounding = 1e-6;
    std::vector<WorstPosition> worst;
    for (const auto& part : parts) {
        for (const auto& each : part.positions) {
            if (each.broken || each.baseline_broken) continue;
            if (each.same_top && each.kl <= rounding) continue;
            worst.push_back(
                {.prompt = each.baseline->prompt,
                 .prefill = part.prefill,
                 .at = each.baseline->at,
                 .kl = each.kl,
                 .logprob_difference = each.logprob_difference,
                 .baseline_says = most_probable(*each.baseline).text,
                 .arm_says = most_probable(*each.arm).text,
                 .before = part.prefill ? "" : text_before(script, baseline, *each.baseline)});
        }
    }
    std::stable_sort(worst.begin(), worst.end(),
                     [](const WorstPosition& a, const WorstPosition& b) { return a.kl > b.kl; });
    if (worst.size() > most) worst.resize(most);
    return worst;
}

/// The replies to prompt `index` in all given records.
inline PromptReplies replies_of(const AnswerScript& script, std::size_t index,
                                std::initializer_list<const AnswerRecord*> records) {
    PromptReplies replies;
    for (const auto* record : records) {
        if (record == nullptr || index >= record->replies.size()) continue;
        replies.texts.push_back({.text = record->replies[index],
                                 .hash = {},
                                 .predicted_n = std::ssize(script.prompts[index].reply_ids)});
    }
    return replies;
}

inline std::vector<PositionFigures> positions_of(const PassPart& part, const std::string& prompt) {
    std::vector<PositionFigures> of_prompt;
    for (const auto& each : part.positions) {
        if (each.baseline->prompt == prompt) of_prompt.push_back(each);
    }
    return of_prompt;
}

/// A prompt is not divergent when its whole part is close: the limits are made for parts.
inline PromptAnswer judge_prompt(const std::string& prompt, const PassPart& part,
                                 AnswerVerdict of_part, const AnswerLimits& limits) {
    auto answer = judge_positions(positions_of(part, prompt), part, limits);
    if (answer.verdict == AnswerVerdict::divergent && of_part == AnswerVerdict::close) {
        answer.verdict = of_part;
    }
    answer.prompt = "answer: " + prompt;
    return answer;
}

inline std::vector<PassPart> compare_all_parts(const AnswerRecord& baseline,
                                               const AnswerRecord* again, const AnswerRecord& arm) {
    std::vector<PassPart> parts;
    const auto add = [&](bool prefill, std::vector<AnswerPosition> AnswerRecord::*of) {
        if ((baseline.*of).empty()) return;
        const auto* second = again != nullptr ? &(again->*of) : nullptr;
        parts.push_back(compare_parts(prefill, baseline.*of, second, arm.*of));
    };
    add(false, &AnswerRecord::decode);
    add(true, &AnswerRecord::prefill);
    return parts;
}

inline void keep_worse(const PromptAnswer& answer, AnswerJudgement& judgement) {
    if (answer.verdict <= judgement.verdict) return;
    judgement.verdict = answer.verdict;
    judgement.why = answer.why.empty() ? "" : answer.prompt + ": " + answer.why;
}

/// Judges each part, and adds it to the verdict and figures of the whole pass.
inline std::vector<PromptAnswer> judge_parts(std::span<const PassPart> parts,
                                             const AnswerLimits& limits, PassLook& look) {
    auto& judgement = look.judgement;
    std::vector<PromptAnswer> verdicts;
    for (const auto& part : parts) {
        auto answer = judge_positions(part.positions, part, limits);
        answer.prompt = part.prefill ? "prefill" : "decode";
        keep_worse(answer, judgement);
        (part.prefill ? judgement.prefill : judgement.decode) = part.figures;
        (part.prefill ? judgement.floor_prefill : judgement.floor_decode) = part.floor;
        PassEvidence evidence = look.evidence.value_or(PassEvidence());
        evidence.verdict = std::max(evidence.verdict, answer.verdict);
        evidence.largest_logprob_difference =
            std::max(evidence.largest_logprob_difference, part.figures.largest_logprob_difference);
        look.evidence = evidence;
        verdicts.push_back(std::move(answer));
    }
    return verdicts;
}

MOEBENCH_DECL PassLook compare_passes(const AnswerScript& script, const AnswerRecord& baseline,
                                      const AnswerRecord* again, const AnswerRecord& arm,
                                      const AnswerLimits& limits) {
    PassLook look;
    const auto parts = compare_all_parts(baseline, again, arm);
    const auto verdicts = judge_parts(parts, limits, look);
    look.judgement.worst = worst_positions(script, baseline, parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].prefill) continue;
        look.judgement.prompts.push_back(
            judge_prompt("text", parts[i], verdicts[i].verdict, limits));
    }
    for (std::size_t p = script.prompts.size(); p-- > 0;) {
        PromptAnswer answer;
        answer.prompt = "answer: " + script.prompts[p].name;
        if (!parts.empty() && !parts[0].prefill) {
            answer = judge_prompt(script.prompts[p].name, parts[0], verdicts[0].verdict, limits);
        }
        const auto own =
            compare_texts(replies_of(script, p, {&baseline, again}), replies_of(script, p, {&arm}));
        const auto text = judge_texts(own, look.evidence, limits);
        if (text.verdict > answer.verdict) {
            answer.verdict = text.verdict;
            answer.why = "its own reply: " + text.why;
        }
        keep_worse(answer, look.judgement);
        look.judgement.prompts.insert(look.judgement.prompts.begin(), std::move(answer));
    }
    return look;
}

} // namespace moebench::detail
