// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/completion.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// Size of the answer pass.
struct AnswerOptions {
    /// How many tokens the arms generate to compare them, beside the replies of the suite; the text
    /// is cut at a sixteenth as many places. Zero: no answer pass.
    std::int64_t positions = 2048;
    /// Maximum length of one of these replies, in tokens. Zero: no replies, only the text.
    std::int64_t reply_tokens = 128;
    /// Length of the text that is evaluated in whole batches, in tokens; longer if the suite has a
    /// longer prompt, so that the same depth is checked. Zero: no text.
    std::int64_t text_tokens = 4096;
    /// Time limit for one exchange: thousands of tokens take minutes on a slow machine. Zero: none.
    Duration request_timeout = std::chrono::minutes(30);

    AnswerOptions() = default;
};

/// What one arm predicts at one position of a reply or of the answer pass.
struct AnswerPosition {
    /// Name of the prompt in the suite or in the script; "answer: text" in the prefill part.
    std::string prompt;
    /// Number of tokens before this position: of the reply (decode) or of the text (prefill).
    std::int64_t at = 0;
    /// Up to ten candidates for the next token, most probable first. Empty if the request failed.
    std::vector<TokenLogprob> top;
    /// What went wrong. Empty if the server answered.
    std::string error;
    /// Prompt tokens that the server evaluated for it.
    std::optional<std::int64_t> prompt_n;
    /// The token that the server generated: not the most probable one where that would end the
    /// reply and `ignore_eos` forbids it. Absent in files of older versions.
    std::optional<std::int64_t> token;
};

/// A prompt of the answer pass and the baseline's reply to it, which all arms follow.
struct AnswerPrompt {
    /// "answer: multi 1", a prompt of that suite; "answer: text 3", a piece of the text; "answer:
    /// text end", the whole text.
    std::string name;
    /// Token ids of the whole prompt, chat template included.
    std::vector<std::int64_t> prompt_ids;
    /// Token ids of the baseline's reply; empty until its first boot has given it.
    std::vector<std::int64_t> reply_ids;
    /// The reply as text, for people.
    std::string reply;
};

/// What all arms are asked; made on the baseline's first boot.
struct AnswerScript {
    /// The decode part: replies to these.
    std::vector<AnswerPrompt> prompts;
    /// The text of the prefill part.
    std::vector<std::int64_t> text_ids;
    /// After how many tokens of the text the next one is asked for; ascending. Empty: no prefill
    /// part.
    std::vector<std::int64_t> cuts;
    /// The server cannot continue a cached prompt (recurrent models, sliding windows), so that each
    /// cut evaluates the text from its beginning.
    bool whole_text = false;
};

/// The answer pass of one boot.
struct AnswerRecord {
    /// Prompt by prompt: the replies of the suite, as this arm gave them, then those to the
    /// script's prompts, as far as they follow the baseline's.
    std::vector<AnswerPosition> decode;
    /// One position at each cut.
    std::vector<AnswerPosition> prefill;
};

} // namespace moebench
