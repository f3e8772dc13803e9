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
    /// Goes on to the limit (ignore_eos).
    bool to_the_limit = false;
    /// Many scripts; tokens end inside characters.
    bool non_ascii = false;
    /// One phrase, again and again, to the limit.
    bool loop = false;
    /// Tokens before the first and from the second on are those of another text, which has no token
    /// in common with any sentence.
    std::size_t other_until = 0;
    std::size_t other_from = std::numeric_limits<std::size_t>::max();

    bool other_at(std::size_t index) const { return index < other_until || index >= other_from; }
};

/// Where the reasoning of a reply ends, if it has some.
inline constexpr std::size_t reasoning_tokens = 8;

struct Reply {
    std::vector<Token> tokens;
    /// It came to its own end, before the limit.
    bool complete = false;
};

/// Sentences chosen by the prompt: the same prompt always gets the same reply. By itself a reply
/// has 8 to 19 sentences, 100 to 300 tokens.
Reply make_reply(const std::vector<Token>& prompt, const ReplyOptions& options);

/// Tokens that occur in such replies, each once; or in the other text.
const std::vector<Token>& reply_vocabulary();
const std::vector<Token>& other_vocabulary();

std::uint64_t hash_of(const std::vector<Token>& tokens);
/// The hash of the tokens so far and one more.
std::uint64_t hash_with(std::uint64_t hash, Token token);

} // namespace llama_sim
