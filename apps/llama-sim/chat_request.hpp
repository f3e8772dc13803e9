// SPDX-License-Identifier: MIT
#pragma once

#include "tokenizer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llama_sim {

/// A chat request as far as the simulation cares for it.
struct ChatRequest {
    /// The templated prompt.
    std::string prompt;
    bool stream = false;
    bool include_usage = false;
    /// Unset: as the server was told.
    std::optional<bool> cache_prompt;
    bool ignore_eos = false;
    /// -1: up to the end of the context.
    std::int64_t max_tokens = -1;
};

/// Throws std::runtime_error with the message of the 400 that it deserves.
ChatRequest parse_chat_request(std::string_view body);

/// POST /completion, likewise.
struct CompletionRequest {
    std::vector<Token> prompt;
    /// Unset: as the server was told.
    std::optional<bool> cache_prompt;
    bool stream = false;
    bool return_tokens = false;
    /// -1: up to the end of the context.
    std::int64_t n_predict = -1;
    /// How many tokens to tell the probability of, at each position.
    std::size_t n_probs = 0;
};

/// Throws as above.
CompletionRequest parse_completion_request(std::string_view body);

/// POST /tokenize: the reply. Throws as above.
std::string tokenize_reply(std::string_view body);
/// POST /detokenize: the reply. Throws as above.
std::string detokenize_reply(std::string_view body);

} // namespace llama_sim
