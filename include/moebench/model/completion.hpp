// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// A request to continue the given tokens: greedy, with the server's other sampling settings
/// unchanged.
struct CompletionRequest {
    /// Token ids of the server's vocabulary, special ones included.
    std::vector<std::int64_t> prompt_ids;
    /// Maximum length of the reply in tokens.
    std::int64_t n_predict = 1;
    /// How many of the most probable tokens are returned for each token of the reply. Zero: none.
    /// Their probabilities are the model's, before any sampler.
    std::int64_t n_probs = 0;
    /// Whether the server may reuse a cached prefix.
    bool cache_prompt = false;
    /// The reply goes on to the maximum length.
    bool ignore_eos = false;
    /// Time limit for the whole exchange. Zero: none.
    Duration timeout = std::chrono::minutes(30);

    CompletionRequest() = default;
    /// Asks for the one token after these.
    explicit CompletionRequest(std::vector<std::int64_t> prompt_ids_)
        : prompt_ids(std::move(prompt_ids_)) {}
};

/// One token that could come next.
struct TokenLogprob {
    /// Its id in the server's vocabulary.
    std::int64_t token = 0;
    /// Natural logarithm of its probability. Absent: the server sent null, as it does for NaN and
    /// infinity. -3.4e38: the probability is zero in single precision.
    std::optional<double> logprob;
    /// Its text. Empty where the token is a part of a character, or marks the end of a turn.
    std::string text;
};

/// One token of a reply, and what else could have stood there.
struct GeneratedToken {
    /// Its id in the server's vocabulary.
    std::int64_t token = 0;
    /// The candidates for its place, most probable first.
    std::vector<TokenLogprob> top;
};

/// The reply to one CompletionRequest.
struct CompletionReply {
    /// Token ids of the reply, including the end token if there is one.
    std::vector<std::int64_t> tokens;
    /// The reply as text.
    std::string text;
    /// Prompt tokens that were processed because they were not in the cache.
    std::optional<std::int64_t> prompt_n;
    /// The candidates for each token of the reply, most probable first.
    std::vector<std::vector<TokenLogprob>> candidates;

    CompletionReply() = default;
};

} // namespace moebench
