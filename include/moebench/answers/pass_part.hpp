// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_figures.hpp>
#include <moebench/answers/answer_limits.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <optional>
#include <span>
#include <vector>

namespace moebench {

/// One part of an answer pass, decode or prefill, beside the reference's.
struct PassPart {
    /// The prefill part, else the decode part.
    bool prefill = false;
    /// Each of the reference's.
    std::vector<PositionFigures> positions;
    /// Of them all.
    AnswerFigures figures;
    /// The reference's second pass against its first. Absent: there was none.
    std::optional<AnswerFigures> floor;
};

/// Puts one part of two or three passes side by side. `again`: null without a second pass. The
/// reference's and the arm's positions outlive the part.
PassPart compare_parts(bool prefill, const std::vector<AnswerPosition>& reference,
                       const std::vector<AnswerPosition>* again,
                       const std::vector<AnswerPosition>& arm);

/// Judges positions of the part, all or those of one prompt, against the limits and the floor of
/// the whole part. `prompt` of the result is empty.
PromptAnswer judge_positions(std::span<const PositionFigures> positions, const PassPart& part,
                             const AnswerLimits& limits);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/pass_part.ipp>
#endif
