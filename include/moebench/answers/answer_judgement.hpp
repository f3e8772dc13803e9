// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_figures.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/answers/pass_look.hpp>
#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moebench {

/// Does an arm still say what the reference says?
struct AnswerJudgement {
    /// Arm::name; never the reference's.
    std::string arm;
    /// The worst of its prompts' and of the answer pass's parts.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// One line for people.
    std::string why;
    /// Each prompt of the suite, then of the answer pass.
    std::vector<PromptAnswer> prompts;
    /// The pass's replies, token by token: this arm against the reference. Absent, as the next
    /// three, where a part was left out.
    std::optional<AnswerFigures> decode;
    /// The pass's text in whole batches: this arm against the reference.
    std::optional<AnswerFigures> prefill;
    /// Of the decode part: the reference against its own second boot.
    std::optional<AnswerFigures> floor_decode;
    /// Of the prefill part: the same.
    std::optional<AnswerFigures> floor_prefill;
    /// See PassLook::worst.
    std::vector<WorstPosition> worst;
    /// Prompts of the suite whose replies are the same text on every boot of both arms.
    std::int64_t same_texts = 0;
    /// How many prompts there are.
    std::int64_t texts = 0;
    /// The reference gave one text a prompt, over all its boots.
    bool reference_repeats = true;
};

/// Judges each arm but the reference, which is the first, by two looks: the replies of the measured
/// and preliminary requests, on every boot, and the answer passes of the preliminary boots (of
/// which the reference has two). Pure. `boots` may be of any purpose; the A/A's are not looked at.
std::vector<AnswerJudgement> judge_answers(std::span<const std::string> arms,
                                           std::span<const BootRecord> boots,
                                           const AnswerScript& script);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/answer_judgement.ipp>
#endif
