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

/// Whether an arm still gives the same answers as the baseline.
struct AnswerJudgement {
    /// Arm::name; never the baseline's.
    std::string arm;
    /// The worst verdict of all prompts and of the parts of the answer pass.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// The reason, in one line for people.
    std::string why;
    /// The prompts of the suite, then those of the answer pass.
    std::vector<PromptAnswer> prompts;
    /// The replies of the answer pass, token by token: this arm against the baseline. This and the
    /// next three are absent when their part was left out.
    std::optional<AnswerFigures> decode;
    /// The text of the answer pass in whole batches: this arm against the baseline.
    std::optional<AnswerFigures> prefill;
    /// The decode part: the baseline against its own second boot.
    std::optional<AnswerFigures> floor_decode;
    /// The prefill part: the same.
    std::optional<AnswerFigures> floor_prefill;
    /// See PassLook::worst.
    std::vector<WorstPosition> worst;
    /// Number of prompts of the suite with the same text on every boot of both arms.
    std::int64_t same_texts = 0;
    /// Number of prompts of the suite.
    std::int64_t texts = 0;
    /// Whether the baseline gave the same text for a prompt on all its boots.
    bool reference_repeats = true;
};

/// Judges each arm except the first, the baseline, by the replies of all preliminary and measured
/// boots, and by the answer passes of the preliminary boots (the baseline has two). `boots` may
/// have any purpose; those of an A/A are ignored. Pure.
std::vector<AnswerJudgement> judge_answers(std::span<const std::string> arms,
                                           std::span<const BootRecord> boots,
                                           const AnswerScript& script);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/answer_judgement.ipp>
#endif
