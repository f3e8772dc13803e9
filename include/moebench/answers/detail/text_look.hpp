// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_limits.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::detail {

/// The text of a successful reply. What is viewed must outlive it.
struct ReplyText {
    /// Reasoning, then content.
    std::string_view text;
    /// Distinguishes replies with the same text whose reasoning ends at another place. Empty: only
    /// the text counts.
    std::string_view hash;
    /// Its length in tokens. Absent: the server did not report it.
    std::optional<std::int64_t> predicted_n;
    /// Its tokens with their candidates, from the first; empty: the boot did not ask for them.
    std::vector<const AnswerPosition*> numbers{};

    /// The same hash, or without hashes the same text.
    bool operator==(const ReplyText& other) const noexcept {
        return hash == other.hash && (!hash.empty() || text == other.text);
    }
};

/// All replies of one arm to one question.
struct PromptReplies {
    /// Over all boots and passes.
    std::vector<ReplyText> texts;
    /// Number of failed requests.
    std::int64_t failed = 0;
    /// The error of the first failed request.
    std::string_view error;
};

/// Whether the second half of the text is one short piece, repeated four times or more. White space
/// of any length counts as one space; false for texts below 128 characters.
bool repeats_itself(std::string_view text);

/// Where in the text each token begins, in bytes. One whose text is not there, such as the mark
/// between reasoning and content or a part of a character, begins where the one before it ends.
std::vector<std::size_t> token_begins(std::string_view text,
                                      std::span<const AnswerPosition* const> tokens);

/// Whether `text` departs from a reply with numbers at a near tie: one of the tokens there is
/// nearly tied with another one, which begins `text` from there.
bool departs_at_near_tie(const ReplyText& from, std::string_view text, const AnswerLimits& limits);

/// Judges an arm's replies to one question. Identical: both arms always gave the same one. Broken:
/// a request failed, and none of the baseline's did; or a text is empty, and none of the baseline's
/// is (a baseline reply of one token counts as empty, because one token may be half a character);
/// or a text repeats itself, and none of the baseline's does. Another text is close if it departs
/// at a near tie, from the baseline's reply or from the arm's own that was judged so; or if the
/// baseline's texts differ from each other, and the arm agrees with one of them for at least half
/// as many characters (where there are numbers, only differences without a near tie count). Else it
/// is divergent. `prompt` of the result is empty.
PromptAnswer judge_texts(const PromptReplies& baseline, const PromptReplies& arm,
                         const AnswerLimits& limits = {});

/// Number of characters that two texts have in common from their beginning.
std::int64_t common_beginning(std::string_view a, std::string_view b);

/// Number of different texts.
std::int64_t different_texts(std::span<const ReplyText> texts);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/text_look.ipp>
#endif
