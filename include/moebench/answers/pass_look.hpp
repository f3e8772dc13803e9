// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_figures.hpp>
#include <moebench/answers/answer_limits.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/answers/text_look.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// A position where an arm differs most from the baseline.
struct WorstPosition {
    /// AnswerPosition::prompt.
    std::string prompt;
    /// True: in the prefill part. False: in the decode part.
    bool prefill = false;
    /// AnswerPosition::at.
    std::int64_t at = 0;
    /// kl_divergence(), in nats.
    double kl = 0;
    /// Of the baseline's most probable token, in nats.
    double logprob_difference = 0;
    /// The most probable token of the baseline.
    std::string reference_says;
    /// The most probable token of the arm.
    std::string arm_says;
    /// The end of the baseline's reply before it (decode part only).
    std::string before;
};

/// The answer pass of an arm, compared with the baseline's.
struct PassLook {
    /// The worst of all parts and replies.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// The reason for the verdict. Empty when identical.
    std::string why;
    /// The prompts of the script ("answer: multi 1"), and the text ("answer: text").
    std::vector<PromptAnswer> prompts;
    /// The arm against the baseline's first pass: replies, token by token. Absent: left out.
    std::optional<AnswerFigures> decode;
    /// The same for the text, in whole batches. Absent: left out.
    std::optional<AnswerFigures> prefill;
    /// The baseline's second pass against its first. Absent also when there was no second pass.
    std::optional<AnswerFigures> floor_decode;
    /// The same for the prefill part.
    std::optional<AnswerFigures> floor_prefill;
    /// Up to five positions, the worst first; empty when nothing differs.
    std::vector<WorstPosition> worst;
    /// What the positions show, without the replies. Absent: no part was made.
    std::optional<PassEvidence> evidence;
};

/// Compares an arm's answer pass with the baseline's, position by position and reply by reply.
/// `again`: the baseline's second pass; null: none, so that only `limits` count. Pure.
PassLook compare_passes(const AnswerScript& script, const AnswerRecord& reference,
                        const AnswerRecord* again, const AnswerRecord& arm,
                        const AnswerLimits& limits = {});

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/pass_look.ipp>
#endif
