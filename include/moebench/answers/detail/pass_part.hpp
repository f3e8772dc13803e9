// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_limits.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/answers/detail/compare_positions.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <optional>
#include <span>
#include <vector>

namespace moebench::detail {

/// One part of an answer pass, decode or prefill, compared with the baseline's.
struct PassPart {
    /// True: the prefill part. False: the decode part.
    bool prefill = false;
    /// One per position of the baseline.
    std::vector<PositionFigures> positions;
    /// Over all positions.
    AnswerFigures figures;
    /// How much the baseline differs from itself: its second pass against its first. Absent: there
    /// was no second pass.
    std::optional<AnswerFigures> floor;
};

/// Compares one part of the passes. `again`: the baseline's second pass, or null. The positions of
/// baseline and arm must outlive the result.
PassPart compare_parts(bool prefill, const std::vector<AnswerPosition>& baseline,
                       const std::vector<AnswerPosition>* again,
                       const std::vector<AnswerPosition>& arm);

/// Judges all positions of the part, or those of one prompt, with the limits and the floor of the
/// whole part. `prompt` of the result is empty.
PromptAnswer judge_positions(std::span<const PositionFigures> positions, const PassPart& part,
                             const AnswerLimits& limits);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/pass_part.ipp>
#endif
