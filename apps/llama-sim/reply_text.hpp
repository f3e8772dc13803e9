// SPDX-License-Identifier: MIT
#pragma once

#include "tokenizer.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace llama_sim {

struct ReplyOptions {
    /// At most this many tokens.
    std::size_t limit = 0;
    /// Continue up to the limit (ignore_eos).
    bool to_the_limit = false;
    /// Use many scripts; some tokens end inside a character.
    bool non_ascii = false;
    /// Repeat one phrase up to the limit.
    bool loop = false;
    /// Tokens before `other_until` and from `other_from` on come from another text, which shares no
    /// token with the sentences.
    std::size_t other_until = 0;
    std::size_t other_from = std::numeric_limits<std::size_t>::max();

    bool other_at(std::size_t index) const { return index < other_until || index >= other_from; }
};

/// Length of the reasoning of a reply that has some.
inline constexpr std::size_t reasoning_tokens = 8;

struct Reply {
    std::vector<Token> tokens;
    /// The reply ended by itself, before the limit.
    bool complete = false;
};

/// Sentences that depend on the prompt only. Without a limit, a reply has 8 to 19 sentences, which
/// are 100 to 300 tokens.
Reply make_reply(const std::vector<Token>& prompt, const ReplyOptions& options);

/// The tokens of such replies, and of the other text; each once.
const std::vector<Token>& reply_vocabulary();
const std::vector<Token>& other_vocabulary();

std::uint64_t hash_of(const std::vector<Token>& tokens);
/// `hash`, with one more token.
std::uint64_t hash_with(std::uint64_t hash, Token token);

} // namespace llama_sim
