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

/// A position at which two arms differ most.
struct WorstPosition {
    /// AnswerPosition::prompt.
    std::string prompt;
    /// It is of the prefill part, else of the decode part.
    bool prefill = false;
    /// AnswerPosition::at.
    std::int64_t at = 0;
    /// kl_divergence(), in nats.
    double kl = 0;
    /// Of the reference's most probable token, in nats.
    double logprob_difference = 0;
    /// The token that the reference thinks most probable.
    std::string reference_says;
    /// The token that the arm does.
    std::string arm_says;
    /// The end of the reference's reply before it (decode part only).
    std::string before;
};

/// One answer pass beside the reference's.
struct PassLook {
    /// Of all parts and replies.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// The part's that is worst. Empty when identical.
    std::string why;
    /// Each prompt of the script ("answer: multi 1"), and the text ("answer: text").
    std::vector<PromptAnswer> prompts;
    /// The arm against the reference's first pass, replies token by token. Absent: left out.
    std::optional<AnswerFigures> decode;
    /// The same, the text in whole batches. Absent: left out.
    std::optional<AnswerFigures> prefill;
    /// The reference's second pass against its first. Absent also where there was no second.
    std::optional<AnswerFigures> floor_decode;
    /// The same of the prefill part.
    std::optional<AnswerFigures> floor_prefill;
    /// Up to five, the worst first; none where nothing differs.
    std::vector<WorstPosition> worst;
    /// What its positions say, without the replies. Absent: no part was made.
    std::optional<PassEvidence> evidence;
};

/// Judges an arm's answer pass by the reference's, position by position and reply by reply. Pure.
/// `again`: the reference's second pass; null when there is none, and nothing is known of what the
/// reference differs by from itself.
PassLook compare_passes(const AnswerScript& script, const AnswerRecord& reference,
                        const AnswerRecord* again, const AnswerRecord& arm,
                        const AnswerLimits& limits = {});

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/pass_look.ipp>
#endif
