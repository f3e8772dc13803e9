// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/arm_table.hpp>

#include <string_view>

// A class of the page's style for each verdict.
namespace moebench::detail {

inline std::string_view tone_of(ArmConclusion conclusion) {
    switch (conclusion) {
    case ArmConclusion::faster: return "good";
    case ArmConclusion::no_difference: return "none";
    case ArmConclusion::machine_unfit:
    case ArmConclusion::too_few_blocks:
    case ArmConclusion::inconclusive: return "unsure";
    case ArmConclusion::answers_broken:
    case ArmConclusion::answers_divergent:
    case ArmConclusion::confounded:
    case ArmConclusion::failed:
    case ArmConclusion::mixed:
    case ArmConclusion::slower: break;
    }
    return "bad";
}

inline std::string_view tone_of(const ArmTable& arm, const MetricRow& row) {
    if (row.verdict.empty()) return "none";
    if (!arm.decided) return "unsure";
    switch (row.metric->verdict) {
    case Verdict::faster: return "good";
    case Verdict::slower: return "bad";
    case Verdict::no_difference: return "none";
    case Verdict::too_few_blocks:
    case Verdict::inconclusive: break;
    }
    return "unsure";
}

inline std::string_view tone_of(AnswerVerdict verdict) {
    switch (verdict) {
    case AnswerVerdict::identical: return "good";
    case AnswerVerdict::close: return "none";
    case AnswerVerdict::not_compared: return "unsure";
    case AnswerVerdict::divergent:
    case AnswerVerdict::broken: break;
    }
    return "bad";
}

} // namespace moebench::detail
