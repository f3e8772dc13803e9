// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench {

/// Whether an arm gives the same answers as the baseline. From best to worst.
enum class AnswerVerdict {
    /// There is nothing to compare.
    not_compared,
    /// The same texts on every boot, and the same log-probabilities to the last printed digit.
    identical,
    /// Within AnswerLimits, or what the baseline's own two boots differ by.
    close,
    /// Beyond these limits.
    divergent,
    /// Failed requests, no numbers, empty texts, or texts that repeat themselves.
    broken,
};

/// For people: "not compared", else the enumerator's name.
constexpr std::string_view to_string(AnswerVerdict verdict) noexcept {
    switch (verdict) {
    case AnswerVerdict::not_compared: return "not compared";
    case AnswerVerdict::identical: return "identical";
    case AnswerVerdict::close: return "close";
    case AnswerVerdict::divergent: return "divergent";
    case AnswerVerdict::broken: break;
    }
    return "broken";
}

/// What a verdict other than identical is based on. In parentheses: the members of PromptAnswer
/// that are set.
enum class AnswerReason {
    /// Nothing differs, or nothing was compared.
    none,
    /// Numbers differ within the limits.
    other_numbers,
    /// The arm was asked something else, for example because its prompt contains an earlier reply,
    /// which differs.
    other_question,
    /// Another text that cannot be judged, because the baseline's own texts differ as early (count,
    /// of: replies; at, baseline_says, arm_says). Zero of the replies: each of them is one of the
    /// baseline's, which differ from each other.
    baseline_varies,
    /// Another text, which begins at a near tie (the same).
    near_tie_text,
    /// Another text, where the baseline's numbers show no near tie (the same).
    unexplained_text,
    /// Another text, and no numbers that could explain it (the same).
    unseen_text,
    /// The same text, divided differently into reasoning and content (count, of: replies).
    other_division,
    /// The mean KL divergence (value, limit).
    mean_kl,
    /// Positions with a KL divergence above AnswerLimits::far_kl (count, of: positions; value: as
    /// many are allowed).
    far_positions,
    /// One position (value, limit: its KL divergence).
    largest_kl,
    /// The baseline's tokens are less probable on average (value, limit: in nats).
    less_likely,
    /// Failed requests, and none of the baseline's (count, of: requests; error).
    request_failed,
    /// Positions without numbers (count, of: positions; at: the first; error).
    no_numbers,
    /// The baseline itself has none (the same).
    baseline_no_numbers,
    /// Empty replies (count, of: replies; baseline_says).
    empty_reply,
    /// A text that repeats itself (arm_says: its end).
    repeats_itself,
};

/// The verdict on one prompt: of the suite ("pp512"), or of the answer pass ("answer: multi 1",
/// "answer: text").
struct PromptAnswer {
    /// The name of the prompt, or "decode" or "prefill" for a whole part.
    std::string prompt;
    /// Over all replies to it.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// The worst of what was found.
    AnswerReason reason = AnswerReason::none;
    /// How many of `of` positions, replies or requests.
    std::int64_t count = 0;
    /// See `count`.
    std::int64_t of = 0;
    /// The figure that was judged.
    double value = 0;
    /// What it may be at most.
    double limit = 0;
    /// Where: the position, or the character of a text, from 0.
    std::int64_t at = 0;
    /// AnswerPosition::prompt of this position. Empty: `at` is a character.
    std::string position_prompt;
    /// The baseline's text there.
    std::string baseline_says;
    /// The arm's.
    std::string arm_says;
    /// The server's error message.
    std::string error;
};

} // namespace moebench
