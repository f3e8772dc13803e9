// SPDX-License-Identifier: MIT
#include "compare_verdict.hpp"

#include <moebench/report/arm_sentence.hpp>

#include <algorithm>

namespace moebench::cli {

namespace {

const ArmResult* arm_with(const ComparisonResult& result, ArmConclusion conclusion) {
    const auto found =
        std::find_if(result.arms.begin(), result.arms.end(),
                     [&](const ArmResult& arm) { return arm.conclusion == conclusion; });
    return found == result.arms.end() ? nullptr : &*found;
}

const AnswerJudgement* not_identical(const ComparisonResult& result) {
    const auto found =
        std::find_if(result.answers.begin(), result.answers.end(), [](const auto& judgement) {
            return judgement.verdict != AnswerVerdict::identical;
        });
    return found == result.answers.end() ? nullptr : &*found;
}

struct Rule {
    ArmConclusion conclusion;
    ExitCode code;
};

constexpr Rule before_gates[] = {{ArmConclusion::answers_broken, ExitCode::answers_differ},
                                 {ArmConclusion::answers_divergent, ExitCode::answers_differ},
                                 {ArmConclusion::confounded, ExitCode::no_verdict},
                                 {ArmConclusion::machine_unfit, ExitCode::no_verdict},
                                 {ArmConclusion::slower, ExitCode::regression}};

} // namespace

CompareVerdict compare_verdict(const CompareOptions& options, const ComparisonResult& result) {
    if (result.end == ComparisonEnd::interrupted) return {ExitCode::interrupted, "interrupted"};
    if (result.end == ComparisonEnd::failed || result.end == ComparisonEnd::arm_failed) {
        return {ExitCode::failed, result.failure};
    }
    for (const auto& [conclusion, code] : before_gates) {
        if (const auto* arm = arm_with(result, conclusion))
            return {code, arm_sentence(result, *arm)};
    }
    if (const auto* judgement = options.require_identical ? not_identical(result) : nullptr) {
        return {ExitCode::answers_differ, "answers are " +
                                              std::string(to_string(judgement->verdict)) +
                                              ", not identical (--require-identical)"};
    }
    for (const auto& gate : options.gates) {
        const auto held = holds(gate, result);
        if (held.value_or(false)) return {ExitCode::regression, gate.text + " (--fail-if)"};
        if (!held && !options.allow_inconclusive) {
            return {ExitCode::no_verdict,
                    gate.text + ": the result has no such figure (--fail-if)"};
        }
    }
    if (options.allow_inconclusive) return {};
    for (const auto conclusion : {ArmConclusion::too_few_blocks, ArmConclusion::inconclusive}) {
        // in an A/A no arm is expected to be faster
        if (conclusion == ArmConclusion::inconclusive && result.experiment.aa) continue;
        const auto* arm = arm_with(result, conclusion);
        if (arm != nullptr) return {ExitCode::no_verdict, arm_sentence(result, *arm)};
    }
    return {};
}

} // namespace moebench::cli
