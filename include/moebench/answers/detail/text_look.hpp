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

namespace moebench::detail {

/// The text of a successful reply. The viewed strings must outlive it.
struct ReplyText {
    /// Reasoning, then content.
    std::string_view text;
    /// Distinguishes replies with the same text whose reasoning ends at another place. Empty: only
    /// the text counts.
    std::string_view hash;
    /// Its length in tokens. Absent: the server did not report it.
    std::optional<std::int64_t> predicted_n;

    /// The same hash, or without hashes the same text.
    bool operator==(const ReplyText& other) const noexcept {
        return hash == other.hash && (!hash.empty() || text == other.text);
    }
};

/// All replies of one arm to one prompt.
struct PromptReplies {
    /// Over all boots and passes.
    std::vector<ReplyText> texts;
    /// Number of failed requests.
    std::int64_t failed = 0;
    /// The error of the first failed request.
    std::string_view error;
};

/// An arm's texts compared with the baseline's. absent: one of them has no texts.
enum class TextVerdict { absent, same, differs, broken };

/// How an arm's texts differ from the baseline's.
struct TextLook {
    /// See compare_texts().
    TextVerdict verdict = TextVerdict::absent;
    /// In words. Empty when they are the same.
    std::string why;
    /// Only for texts that differ: the first character, from 0, in which a text of the arm differs
    /// from the baseline. Each text is compared with the baseline's text that agrees longest; the
    /// smallest of these numbers counts.
    std::int64_t differs_at = 0;
    /// The same for the baseline against itself. Absent: it gave only one text.
    std::optional<std::int64_t> baseline_differs_at;
    /// The longest reply in tokens (in characters when the server did not count).
    std::int64_t reply_tokens = 0;
};

/// Whether the second half of the text is one short piece, repeated four times or more. White space
/// of any length counts as one space; false for texts below 128 characters.
bool repeats_itself(std::string_view text);

/// Broken: a request failed, and none of the baseline's did; or a text is empty, and none of the
/// baseline's is (a baseline reply of one token counts as empty, because one token may be half a
/// character); or a text repeats itself, and none of the baseline's does. Same: each text is also
/// one of the baseline's.
TextLook compare_texts(const PromptReplies& baseline, const PromptReplies& arm);

/// What the positions of an answer pass show.
struct PassEvidence {
    /// The worst of its parts.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// The largest of its parts, in nats.
    double largest_logprob_difference = 0;
};

/// Judges texts together with the answer pass. Different texts are close when the numbers of the
/// pass differ enough to decide a near tie differently in a reply of that length; or when the
/// baseline's texts differ from each other, and the arm agrees with them for at least half as many
/// characters as they do. Otherwise they are divergent, also without a pass, because nothing
/// explains the difference. `prompt` of the result is empty.
PromptAnswer judge_texts(const TextLook& texts, const std::optional<PassEvidence>& pass,
                         const AnswerLimits& limits = {});

/// Number of characters that two texts have in common from their beginning.
std::int64_t common_beginning(std::string_view a, std::string_view b);

/// Number of different texts.
std::int64_t different_texts(std::span<const ReplyText> texts);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/text_look.ipp>
#endif
