// SPDX-License-Identifier: MIT
#pragma once

#include "reply_text.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace llama_sim {

/// A token that could come next.
struct Chance {
    Token token = 0;
    double probability = 0;
};

struct NextToken {
    Token token = 0;
    /// Most probable first: `token`, then others. All different, and so are their probabilities.
    std::vector<Chance> top;
};

struct NextOptions {
    /// Its limit: how many tokens. It never comes to an end of its own.
    ReplyOptions reply;
    /// Length of `top`, as far as the vocabulary goes.
    std::size_t top = 0;
    /// Other probabilities everywhere: slightly, clearly, or so that another token comes next.
    bool stale = false;
};

/// Where the last "<|im_start|>assistant\n" in `ids` ends: the prompt of a chat is what is before.
std::optional<std::size_t> reply_begin(const std::vector<Token>& ids);

/// What the simulated model says behind `ids`. What the chat reply to the prompt has there,
/// whatever the ids between the prompt and there are; without a prompt, something chosen by all
/// ids. Probabilities are those of the ids: never of chance, boot or seed.
std::vector<NextToken> next_tokens(const std::vector<Token>& ids, const NextOptions& options);

} // namespace llama_sim
