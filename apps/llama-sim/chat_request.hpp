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

/// The parts of a chat request that the simulation uses.
struct ChatRequest {
    /// The prompt after the chat template.
    std::string prompt;
    bool stream = false;
    bool include_usage = false;
    /// Unset: the server's setting.
    std::optional<bool> cache_prompt;
    bool ignore_eos = false;
    /// Number of tokens whose probability is reported, at each position of a reply that is not
    /// streamed.
    std::size_t top_logprobs = 0;
    /// -1: up to the end of the context.
    std::int64_t max_tokens = -1;
};

/// Throws std::runtime_error with the message of the 400 reply.
ChatRequest parse_chat_request(std::string_view body);

/// The parts of POST /completion that the simulation uses.
struct CompletionRequest {
    std::vector<Token> prompt;
    /// Unset: the server's setting.
    std::optional<bool> cache_prompt;
    bool stream = false;
    bool return_tokens = false;
    /// -1: up to the end of the context.
    std::int64_t n_predict = -1;
    /// Number of tokens whose probability is reported, at each position.
    std::size_t n_probs = 0;
};

/// Throws as above.
CompletionRequest parse_completion_request(std::string_view body);

/// POST /tokenize: the reply. Throws as above.
std::string tokenize_reply(std::string_view body);
/// POST /detokenize: the reply. Throws as above.
std::string detokenize_reply(std::string_view body);

} // namespace llama_sim
