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
                                 {ArmConclusion::machine_unfit, ExitCode::no_verdict}};

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
    for (const auto& arm : result.arms) {
        if (regressed(result, arm.arm)) return {ExitCode::regression, arm_sentence(result, arm)};
    }
    if (const auto* judgement = options.require_identical ? not_identical(result) : nullptr) {
        return {ExitCode::answers_differ, "answers are " +
                                              std::string(to_string(judgement->verdict)) +
                                              ", not identical (--require-identical)"};
    }
    for (const auto& gate : options.gates) {
        const auto held = holds(gate, result);
        if (held.value_or(false)) return {ExitCode::regression, gate.text + " (--fail-if)"};
        if (!held) {
            return {ExitCode::no_verdict,
                    gate.text + ": the result has no such figure (--fail-if)"};
        }
    }
    if (options.allow_inconclusive) return {};
    for (const auto& arm : result.arms) {
        if (arm.conclusion == ArmConclusion::too_few_blocks) {
            return {ExitCode::no_verdict, arm_sentence(result, arm)};
        }
        // what an A/A does not show about a build and itself is no news
        if (result.experiment.aa || shown_no_worse(result, arm.arm)) continue;
        return {ExitCode::no_verdict,
                arm_sentence(result, arm) + "; a slowdown beyond the noise threshold is possible"};
    }
    return {};
}

} // namespace moebench::cli
