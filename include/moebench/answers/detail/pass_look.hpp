// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/answers/answer_limits.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/answers/detail/text_look.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench::detail {

/// The answer pass of an arm, compared with the baseline's.
struct PassLook {
    /// Without the prompts of the suite. Its prompts are those of the script ("answer: multi 1"),
    /// and the text ("answer: text"); `why` is empty when identical.
    AnswerJudgement judgement;
    /// What the positions show, without the replies. Absent: no part was made.
    std::optional<PassEvidence> evidence;
};

/// Compares an arm's answer pass with the baseline's, position by position and reply by reply.
/// `again`: the baseline's second pass; null: none, so that only `limits` count. Pure.
PassLook compare_passes(const AnswerScript& script, const AnswerRecord& baseline,
                        const AnswerRecord* again, const AnswerRecord& arm,
                        const AnswerLimits& limits = {});

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/pass_look.ipp>
#endif
