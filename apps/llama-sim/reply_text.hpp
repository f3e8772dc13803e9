// SPDX-License-Identifier: MIT
#pragma once

#include "tokenizer.hpp"

#include <cstddef>
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
};

struct Reply {
    std::vector<Token> tokens;
    /// It came to its own end, before the limit.
    bool complete = false;
};

/// Sentences chosen by the prompt: the same prompt always gets the same reply. By itself a reply
/// has 8 to 19 sentences, 100 to 300 tokens.
Reply make_reply(const std::vector<Token>& prompt, const ReplyOptions& options);

} // namespace llama_sim
