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

/// Size of the answer pass. Zero skips that part.
struct AnswerOptions {
    /// Length of each reply that is checked token by token, in tokens.
    std::int64_t reply_tokens = 64;
    /// Length of the text whose prefixes are evaluated in whole batches, in tokens.
    std::int64_t text_tokens = 4096;
    /// Time limit for one exchange: thousands of tokens take minutes on a slow machine. Zero: none.
    Duration request_timeout = std::chrono::minutes(30);

    AnswerOptions() = default;
};

/// What one arm predicts at one position of the answer pass.
struct AnswerPosition {
    /// Name of the prompt in the script; "text" in the prefill part.
    std::string prompt;
    /// Number of tokens before this position: of the reply (decode) or of the text (prefill).
    std::int64_t at = 0;
    /// Up to 20 candidates for the next token, most probable first. Empty if the request failed.
    std::vector<TokenLogprob> top;
    /// What went wrong. Empty if the server answered.
    std::string error;
    /// Prompt tokens that the server evaluated for it.
    std::optional<std::int64_t> prompt_n;
};

/// A prompt of the answer pass and the baseline's reply to it, which is forced on all arms.
struct AnswerPrompt {
    /// Its suite and its place in the suite, from 1: "multi 1".
    std::string name;
    /// Token ids of the whole prompt, chat template included.
    std::vector<std::int64_t> prompt_ids;
    /// Token ids of the baseline's reply.
    std::vector<std::int64_t> reply_ids;
    /// The reply as text, for people.
    std::string reply;
};

/// What all arms are asked; made on the baseline's first boot.
struct AnswerScript {
    /// The decode part: each reply token is evaluated on its own.
    std::vector<AnswerPrompt> prompts;
    /// The text of the prefill part: its prefixes of `cuts` tokens are evaluated in whole batches.
    std::vector<std::int64_t> text_ids;
    /// See answer_cuts(). Empty: no prefill part.
    std::vector<std::int64_t> cuts;
};

/// The answer pass of one boot.
struct AnswerRecord {
    /// Prompt by prompt, each from its first reply token.
    std::vector<AnswerPosition> decode;
    /// One position at each cut.
    std::vector<AnswerPosition> prefill;
    /// The arm's own replies to the script's prompts, in the same order. Empty text: it failed.
    std::vector<std::string> replies;
};

} // namespace moebench
