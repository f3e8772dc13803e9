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
    /// See compare_positions().
    std::vector<PositionFigures> positions;
    /// Over all positions.
    AnswerFigures figures;
    /// How much the baseline differs from itself: its second pass against its first. Absent: there
    /// was no second pass.
    std::optional<AnswerFigures> floor;
    /// The positions of the floor.
    std::vector<PositionFigures> floor_positions{};
};

/// How many of `of` positions may be far off: so that more have a probability of at most 0.5 %
/// where far_share of the limits is far off, or the share that the baseline's own two boots suggest
/// at most (the upper end of its one-sided 99 % interval) if they differ.
std::int64_t far_allowed(std::int64_t of, const std::optional<AnswerFigures>& floor,
                         const AnswerLimits& limits);

/// Judges all positions of the part, or those of one prompt, with the limits and the floor of the
/// whole part. `prompt` of the result is empty.
PromptAnswer judge_positions(std::span<const PositionFigures> positions, const PassPart& part,
                             const AnswerLimits& limits);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/pass_part.ipp>
#endif
