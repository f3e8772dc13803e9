// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/answer_figures.hpp>
#include <moebench/compare/answer_limits.hpp>
#include <moebench/compare/answer_record.hpp>
#include <moebench/compare/answer_verdict.hpp>
#include <moebench/compare/text_look.hpp>
#include <moebench/detail/config.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// A position at which two arms differ most.
struct WorstPosition {
    std::string prompt;
    bool prefill = false;
    std::int64_t at = 0;
    double kl = 0, logprob_difference = 0;
    /// What each thinks most probable.
    std::string reference_says, arm_says;
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
    /// The arm, and the reference's second pass, against the reference's first. Absent where a part
    /// was left out, or there was no second pass.
    std::optional<AnswerFigures> decode, prefill, floor_decode, floor_prefill;
    /// Up to five, the worst first; none where nothing differs.
    std::vector<WorstPosition> worst;
    /// What its positions say, without the replies. Absent: no part was made.
    std::optional<PassEvidence> evidence;
};

/// `again`: the reference's second pass; null when there is none, and nothing is known of what the
/// reference differs by from itself.
PassLook compare_passes(const AnswerScript& script, const AnswerRecord& reference,
                        const AnswerRecord* again, const AnswerRecord& arm,
                        const AnswerLimits& limits = {});

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/pass_look.ipp>
#endif
