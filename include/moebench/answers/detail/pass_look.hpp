// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/answers/answer_limits.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

namespace moebench::detail {

/// Sets `worst_answer` and the verdict of the judgement if `answer` is worse than they are.
void keep_worse(const PromptAnswer& answer, AnswerJudgement& judgement);

/// Compares an arm's answer pass with the baseline's, position by position. `again`: the baseline's
/// second pass; null: none, so that only `limits` count. The result has no texts; its prompts are
/// the script's and the text. Pure.
AnswerJudgement compare_passes(const AnswerScript& script, const AnswerRecord& baseline,
                               const AnswerRecord* again, const AnswerRecord& arm,
                               const AnswerLimits& limits = {});

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/pass_look.ipp>
#endif
