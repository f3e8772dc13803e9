// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/pass_look.hpp>
#include <moebench/answers/judge_answers.hpp>

#include <algorithm>
#include <compare>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

namespace moebench {

namespace detail {

/// A prompt in one pass over the suite; in another pass it may have another salt.
struct Question {
    std::string_view prompt;
    std::int64_t pass = 0;

    auto operator<=>(const Question&) const = default;

    std::string name() const {
        const std::string text(prompt);
        return pass == 0 ? text : text + " (pass " + std::to_string(pass + 1) + ")";
    }
};

/// The replies of one arm; questions are in the order of the suite.
struct SaidByArm {
    std::vector<Question> questions;
    std::map<Question, PromptReplies> replies;

    const PromptReplies& to(const Question& question) const {
        static const PromptReplies none;
        const auto found = replies.find(question);
        return found != replies.end() ? found->second : none;
    }
};

inline SaidByArm said_by(std::string_view arm, std::span<const BootRecord> boots) {
    SaidByArm said;
    for (const auto& boot : boots) {
        if (boot.arm != arm || boot.purpose == BootPurpose::aa) continue;
        for (const auto& request : boot.requests) {
            const Question question{request.prompt, request.pass};
            const auto [at, first] = said.replies.try_emplace(question);
            if (first) said.questions.push_back(question);
            auto& replies = at->second;
            if (request.ok()) {
                replies.texts.push_back(
                    {request.text, request.content_sha256, request.predicted_n});
                continue;
            }
            // the failure that ended a boot is not an answer
            if (boot.outcome != Outcome::completed) continue;
            if (++replies.failed == 1) replies.error = request.error;
        }
    }
    return said;
}

/// The answer passes of the preliminary boots, in their order.
inline std::vector<const AnswerRecord*> passes_of(std::string_view arm,
                                                  std::span<const BootRecord> boots) {
    std::vector<const AnswerRecord*> passes;
    for (const auto& boot : boots) {
        const bool taken = boot.purpose == BootPurpose::preliminary && boot.answers.has_value();
        if (taken && boot.arm == arm) passes.push_back(&*boot.answers);
    }
    return passes;
}

inline std::vector<Question> all_questions(const SaidByArm& baseline, const SaidByArm& arm) {
    auto questions = baseline.questions;
    for (const auto& question : arm.questions) {
        if (!baseline.replies.contains(question)) questions.push_back(question);
    }
    return questions;
}

/// Adds the prompts of the suite, before those of the answer pass.
inline void look_at_texts(const SaidByArm& baseline, const SaidByArm& arm,
                          const std::optional<PassEvidence>& pass, AnswerJudgement& judgement) {
    std::vector<PromptAnswer> answers;
    for (const auto& question : all_questions(baseline, arm)) {
        const auto look = compare_texts(baseline.to(question), arm.to(question));
        auto answer = judge_texts(look, pass);
        answer.prompt = question.name();
        ++judgement.texts;
        if (look.baseline_differs_at) judgement.baseline_repeats = false;
        if (look.verdict == TextVerdict::same && !look.baseline_differs_at) {
            ++judgement.same_texts;
        }
        answers.push_back(std::move(answer));
    }
    judgement.prompts.insert(judgement.prompts.begin(), answers.begin(), answers.end());
}

/// The figures of texts and answer pass, for an arm that is identical or close.
inline std::string summary_text(const AnswerJudgement& judgement) {
    std::string text;
    if (judgement.texts > 0) {
        text = std::to_string(judgement.same_texts) + " of " + std::to_string(judgement.texts) +
               " prompts with the same text";
    }
    for (const auto& [name, figures] :
         {std::pair{"decode", &judgement.decode}, std::pair{"prefill", &judgement.prefill}}) {
        if (!*figures) continue;
        if (!text.empty()) text += "; ";
        text +=
            std::string(name) + ": " + std::to_string((*figures)->top1_agree) + " of " +
            std::to_string((*figures)->positions) +
            " positions with the same most probable token, largest log-probability difference " +
            short_number((*figures)->largest_logprob_difference);
    }
    return text;
}

/// Sets the worst verdict and the line for people.
inline void conclude(AnswerJudgement& judgement) {
    std::int64_t as_bad = 0;
    for (const auto& answer : judgement.prompts) {
        if (answer.verdict > judgement.verdict) {
            judgement.verdict = answer.verdict;
            judgement.why = answer.prompt + ": " + answer.why;
        }
    }
    for (const auto& answer : judgement.prompts) {
        as_bad += answer.verdict == judgement.verdict ? 1 : 0;
    }
    if (judgement.verdict < AnswerVerdict::divergent) {
        judgement.why = summary_text(judgement);
    } else if (as_bad > 1) {
        judgement.why += "; " + std::string(to_string(judgement.verdict)) + " in " +
                         std::to_string(as_bad) + " of " +
                         std::to_string(judgement.prompts.size()) + " prompts";
    }
    if (!judgement.baseline_repeats)
        judgement.why += "; the baseline's own replies differ from each other";
}

} // namespace detail

MOEBENCH_DECL std::vector<AnswerJudgement> judge_answers(std::span<const std::string> arms,
                                                         std::span<const BootRecord> boots,
                                                         const AnswerScript& script) {
    std::vector<AnswerJudgement> judgements;
    if (arms.empty()) return judgements;
    const auto baseline = detail::said_by(arms[0], boots);
    const auto baseline_passes = detail::passes_of(arms[0], boots);
    for (const auto& arm : arms.subspan(1)) {
        const auto passes = detail::passes_of(arm, boots);
        detail::PassLook pass;
        if (!baseline_passes.empty() && !passes.empty()) {
            const auto* again = baseline_passes.size() > 1 ? baseline_passes[1] : nullptr;
            pass = detail::compare_passes(script, *baseline_passes[0], again, *passes[0]);
        }
        auto& judgement = pass.judgement;
        judgement.arm = arm;
        detail::look_at_texts(baseline, detail::said_by(arm, boots), pass.evidence, judgement);
        detail::conclude(judgement);
        judgements.push_back(std::move(judgement));
    }
    return judgements;
}

} // namespace moebench
