// SPDX-License-Identifier: MIT
#pragma once

#include "reply_text.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace llama_sim {

/// A token that can come next.
struct Chance {
    Token token = 0;
    double probability = 0;
};

struct NextToken {
    Token token = 0;
    /// Sorted by probability, beginning with `token`. Tokens and probabilities are all different.
    std::vector<Chance> top;
};

struct NextOptions {
    /// `limit` is the number of tokens: the text never ends by itself.
    ReplyOptions reply;
    /// Length of `top`, at most the size of the vocabulary.
    std::size_t top = 0;
    /// Changes all probabilities: slightly, clearly, or so that another token is next.
    bool stale = false;
    /// How much the log-probability of the first token falls at most, as with another kernel.
    double noise = 0;
};

/// The end of a turn as the next token after `ids`.
NextToken end_of_turn(const std::vector<Token>& ids, const NextOptions& options);

/// Position after the last "<|im_start|>assistant\n" in `ids`, which ends the prompt of a chat.
std::optional<std::size_t> reply_begin(const std::vector<Token>& ids);

/// What the simulated model generates after `ids`. If `ids` contain the prompt of a chat: what the
/// reply has at this position, for any ids after the prompt. Otherwise: a text that depends on all
/// ids. Probabilities depend on the ids only, not on boot or seed.
std::vector<NextToken> next_tokens(const std::vector<Token>& ids, const NextOptions& options);

} // namespace llama_sim
