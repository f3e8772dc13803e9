// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_limits.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/config.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// A reply that came. What its views show outlives it.
struct ReplyText {
    /// Reasoning, and content behind it.
    std::string_view text;
    /// Tells replies apart whose reasoning ends elsewhere. Empty: the text alone does.
    std::string_view hash;
    /// Its length in tokens. Absent: the server did not count.
    std::optional<std::int64_t> predicted_n;

    /// The same hash; without hashes the same text.
    bool operator==(const ReplyText& other) const noexcept {
        return hash == other.hash && (!hash.empty() || text == other.text);
    }
};

/// All that one arm said to one prompt.
struct PromptReplies {
    /// Over all boots and passes.
    std::vector<ReplyText> texts;
    /// Requests that failed.
    std::int64_t failed = 0;
    /// What was said of the first of them.
    std::string_view error;
};

/// How the texts of an arm stand to the reference's. absent: one of them has none.
enum class TextVerdict { absent, same, differs, broken };

/// An arm's texts beside the reference's.
struct TextLook {
    /// See compare_texts().
    TextVerdict verdict = TextVerdict::absent;
    /// In words. Empty when the same.
    std::string why;
    /// Of texts that differ: the first character, from 0, in which the one that leaves soonest
    /// differs from the reference's text that it follows longest.
    std::int64_t differs_at = 0;
    /// The same for the reference against itself. Absent: it gave one text.
    std::optional<std::int64_t> reference_differs_at;
    /// The longest reply in tokens (in characters where no count came).
    std::int64_t reply_tokens = 0;
};

/// The second half of the text is one short piece, four times or more. White space of any length
/// counts for one space; texts below 128 characters do not count.
bool repeats_itself(std::string_view text);

/// Broken: a request failed where none of the reference's did; an empty text where none of the
/// reference's is empty (of replies of more than one token: a single one may be half a character);
/// or a text that repeats itself where none of the reference's does. Same: each text is one of the
/// reference's.
TextLook compare_texts(const PromptReplies& reference, const PromptReplies& arm);

/// What the positions of an answer pass say.
struct PassEvidence {
    /// The worst of its parts.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// The largest of its parts, in nats.
    double largest_logprob_difference = 0;
};

/// What texts say together with an answer pass. Texts that differ are close where the pass has
/// differences that can turn a near tie in a reply as long; or where the reference does not repeat
/// itself, and the arm follows it at least half as far as it follows itself. Else they are
/// divergent: also without a pass, since nothing tells why. `prompt` of the result is empty.
PromptAnswer judge_texts(const TextLook& texts, const std::optional<PassEvidence>& pass,
                         const AnswerLimits& limits = {});

/// How many characters two texts have in common from their beginning.
std::int64_t common_beginning(std::string_view a, std::string_view b);

/// How many different texts there are.
std::int64_t different_texts(std::span<const ReplyText> texts);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/text_look.ipp>
#endif
