// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/pass_look.hpp>
#include <moebench/answers/detail/position_name.hpp>
#include <moebench/answers/detail/text_look.hpp>
#include <moebench/answers/judge_answers.hpp>

#include <algorithm>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace moebench {

namespace detail {

/// What was asked: a prompt, and the hash of its text, which another pass may have salted
/// differently. Where a boot has no hashes, each pass is another question.
struct Question {
    std::string_view prompt;
    std::string_view sha256;
    std::int64_t pass = 0;

    auto operator<=>(const Question&) const = default;
};

/// Boots that were recorded by an older version, perhaps before `--resume`, have no hashes.
inline bool has_hashes(std::span<const BootRecord> boots) {
    const auto hashed = [](const RequestRecord& request) { return !request.prompt_sha256.empty(); };
    return std::ranges::all_of(
        boots, [&](const BootRecord& boot) { return std::ranges::all_of(boot.requests, hashed); });
}

inline Question question_of(const RequestRecord& request, bool hashed) {
    if (!hashed) return {request.prompt, {}, request.pass};
    return {request.prompt, request.prompt_sha256, 0};
}

/// The replies of one arm; questions are in the order of the suite, `passes` the first of each.
struct SaidByArm {
    std::vector<Question> questions;
    std::map<Question, PromptReplies> replies;
    std::map<Question, std::int64_t> passes;

    const PromptReplies& to(const Question& question) const {
        static const PromptReplies none;
        const auto found = replies.find(question);
        return found != replies.end() ? found->second : none;
    }

    /// Whether it was asked this prompt in this pass, with any text.
    bool asked(std::string_view prompt, std::int64_t pass) const {
        return std::ranges::any_of(passes, [&](const auto& each) {
            return each.first.prompt == prompt && each.second == pass;
        });
    }

    /// "pp512", or "pp512 (pass 2)".
    std::string name(const Question& question) const {
        return position_name(std::string(question.prompt), passes.at(question));
    }
};

/// The numbers of the boot's reply to this question. Empty: it has none.
inline std::vector<const AnswerPosition*> numbers_of(const BootRecord& boot,
                                                     const RequestRecord& request) {
    std::vector<const AnswerPosition*> numbers;
    if (!boot.answers) return numbers;
    const auto name = position_name(request.prompt, request.pass);
    for (const auto& position : boot.answers->decode) {
        if (position.prompt == name) numbers.push_back(&position);
    }
    return numbers;
}

inline SaidByArm said_by(std::string_view arm, std::span<const BootRecord> boots, bool hashed) {
    SaidByArm said;
    for (const auto& boot : boots) {
        if (boot.arm != arm || boot.purpose == BootPurpose::aa) continue;
        for (const auto& request : boot.requests) {
            const auto question = question_of(request, hashed);
            const auto [at, first] = said.replies.try_emplace(question);
            if (first) said.questions.push_back(question);
            said.passes.try_emplace(question, request.pass);
            auto& replies = at->second;
            if (request.ok()) {
                replies.texts.push_back({request.text, request.content_sha256, request.predicted_n,
                                         numbers_of(boot, request)});
                continue;
            }
            // the failure that ended a boot is not an answer
            if (boot.outcome != Outcome::completed) continue;
            if (++replies.failed == 1) replies.error = request.error;
        }
    }
    return said;
}

/// The prompts that both boots have under one name, but with another text.
inline std::set<std::string> asked_differently(const BootRecord& boot, const BootRecord& other) {
    std::set<std::string> names;
    for (const auto& request : boot.requests) {
        const bool differs = std::ranges::any_of(other.requests, [&](const RequestRecord& each) {
            return each.prompt == request.prompt && each.pass == request.pass &&
                   each.prompt_sha256 != request.prompt_sha256;
        });
        if (differs) names.insert(position_name(request.prompt, request.pass));
    }
    return names;
}

inline bool has_answers(const BootRecord& boot, std::string_view arm) {
    return boot.arm == arm && boot.purpose == BootPurpose::preliminary &&
           boot.outcome == Outcome::completed && boot.answers;
}

/// The answers of the preliminary boots, in their order; without replies to other questions than
/// those of `first`.
inline std::vector<AnswerRecord> passes_of(std::string_view arm, std::span<const BootRecord> boots,
                                           const BootRecord& first, bool hashed) {
    std::vector<AnswerRecord> passes;
    for (const auto& boot : boots) {
        if (!has_answers(boot, arm)) continue;
        passes.push_back(*boot.answers);
        if (!hashed) continue;
        const auto others = asked_differently(boot, first);
        std::erase_if(passes.back().decode, [&](const AnswerPosition& position) {
            return others.contains(position.prompt);
        });
    }
    return passes;
}

inline AnswerJudgement judge_passes(std::string_view baseline, std::string_view arm,
                                    std::span<const BootRecord> boots, const AnswerScript& script,
                                    bool hashed) {
    const auto first = std::ranges::find_if(
        boots, [&](const BootRecord& boot) { return has_answers(boot, baseline); });
    if (first == boots.end()) return {};
    const auto of_baseline = passes_of(baseline, boots, *first, hashed);
    const auto of_arm = passes_of(arm, boots, *first, hashed);
    if (of_arm.empty()) return {};
    const auto* again = of_baseline.size() > 1 ? &of_baseline[1] : nullptr;
    return compare_passes(script, of_baseline[0], again, of_arm[0]);
}

inline PromptAnswer judge_question(const SaidByArm& baseline, const SaidByArm& arm,
                                   const Question& question) {
    PromptAnswer answer;
    const auto asked = arm.passes.find(question);
    const bool another = !baseline.replies.contains(question) && asked != arm.passes.end() &&
                         baseline.asked(question.prompt, asked->second);
    if (another) {
        answer.reason = AnswerReason::other_question;
    } else {
        answer = judge_texts(baseline.to(question), arm.to(question));
    }
    answer.prompt = asked != arm.passes.end() ? arm.name(question) : baseline.name(question);
    return answer;
}

/// Adds the prompts of the suite, before those of the answer pass.
inline void look_at_texts(const SaidByArm& baseline, const SaidByArm& arm,
                          AnswerJudgement& judgement) {
    auto questions = arm.questions;
    for (const auto& question : baseline.questions) {
        const bool asked = arm.replies.contains(question) ||
                           arm.asked(question.prompt, baseline.passes.at(question));
        if (!asked) questions.push_back(question);
    }
    std::vector<PromptAnswer> answers;
    for (const auto& question : questions) {
        auto answer = judge_question(baseline, arm, question);
        if (different_texts(baseline.to(question).texts) > 1) judgement.baseline_repeats = false;
        ++judgement.texts;
        if (answer.verdict == AnswerVerdict::identical) ++judgement.same_texts;
        keep_worse(answer, judgement);
        answers.push_back(std::move(answer));
    }
    judgement.prompts.insert(judgement.prompts.begin(), answers.begin(), answers.end());
    const bool asked_otherwise = std::ranges::any_of(answers, [](const PromptAnswer& answer) {
        return answer.reason == AnswerReason::other_question;
    });
    if (asked_otherwise && judgement.verdict == AnswerVerdict::identical) {
        judgement.verdict = AnswerVerdict::not_compared; // nothing differs, but not all is known
    }
}

} // namespace detail

MOEBENCH_DECL std::vector<AnswerJudgement> judge_answers(std::span<const std::string> arms,
                                                         std::span<const BootRecord> boots,
                                                         const AnswerScript& script) {
    std::vector<AnswerJudgement> judgements;
    if (arms.empty()) return judgements;
    const bool hashed = detail::has_hashes(boots);
    const auto baseline = detail::said_by(arms[0], boots, hashed);
    for (const auto& arm : arms.subspan(1)) {
        auto judgement = detail::judge_passes(arms[0], arm, boots, script, hashed);
        judgement.arm = arm;
        detail::look_at_texts(baseline, detail::said_by(arm, boots, hashed), judgement);
        judgements.push_back(std::move(judgement));
    }
    return judgements;
}

} // namespace moebench
