// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>
#include <moebench/model/boot_record.hpp>

#include <span>
#include <string>
#include <vector>

namespace moebench {

/// Judges each arm except the first, the baseline, by the replies of all preliminary and measured
/// boots, and by the answer passes of the preliminary boots (the baseline has two). `boots` may
/// have any purpose; those of an A/A are ignored. Pure.
std::vector<AnswerJudgement> judge_answers(std::span<const std::string> arms,
                                           std::span<const BootRecord> boots,
                                           const AnswerScript& script);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/judge_answers.ipp>
#endif
