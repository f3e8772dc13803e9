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

/// How much of the answer pass is done. Zero leaves a part out.
struct AnswerOptions {
    /// Length of each reply that is followed token by token.
    std::int64_t reply_tokens = 64;
    /// Length of the text whose prefixes are evaluated in whole batches.
    std::int64_t text_tokens = 4096;
    /// Upper bound for one exchange: thousands of tokens take minutes on a slow machine. Zero:
    /// none.
    Duration request_timeout = std::chrono::minutes(30);

    AnswerOptions() = default;
};

/// What one arm would say at one position of the answer pass.
struct AnswerPosition {
    /// Which prompt of the script, by name; "text" in the prefill part.
    std::string prompt;
    /// decode: reply tokens before it; prefill: tokens of the text before it.
    std::int64_t at = 0;
    /// Most probable first, up to 20. Empty when the request failed.
    std::vector<TokenChance> top;
    /// The server's words. Empty when it answered.
    std::string error;
    /// Tokens that the server evaluated for it.
    std::optional<std::int64_t> prompt_n;
};

/// A prompt of the answer pass, and the reference's reply to it, which all arms follow.
struct AnswerPrompt {
    /// "multi 1": the suite it comes from and its place there, from 1.
    std::string name;
    /// Token ids of the whole prompt, chat template included.
    std::vector<std::int64_t> prompt_ids;
    /// Token ids of the reference's reply.
    std::vector<std::int64_t> reply_ids;
    /// The reply as text, for people.
    std::string reply;
};

/// What all arms are asked: made on the reference's first boot.
struct AnswerScript {
    /// Replies are followed token by token, each position evaluated on its own.
    std::vector<AnswerPrompt> prompts;
    /// The text of the prefill part; its prefixes of `cuts` tokens are evaluated in whole batches.
    std::vector<std::int64_t> text_ids;
    /// See answer_cuts(). Empty: no prefill part.
    std::vector<std::int64_t> cuts;
};

/// One answer pass: one boot of one arm.
struct AnswerRecord {
    /// Prompt by prompt, each from its first reply token.
    std::vector<AnswerPosition> decode;
    /// One at each cut.
    std::vector<AnswerPosition> prefill;
    /// The arm's own replies to the script's prompts, in its order; texts. Empty where it failed.
    std::vector<std::string> replies;
};

} // namespace moebench
