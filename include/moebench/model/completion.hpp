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

/// A continuation of given tokens: greedy, and the server's other sampling settings as they are.
struct CompletionRequest {
    /// Token ids of the server's vocabulary, special ones included.
    std::vector<std::int64_t> prompt_ids;
    /// Upper bound for the reply in tokens.
    std::int64_t n_predict = 1;
    /// How many of the most probable tokens are told for each token of the reply. Zero: none. They
    /// are the model's own, before any sampler.
    std::int64_t n_probs = 0;
    /// Whether the server may reuse the prefix it holds.
    bool cache_prompt = false;
    /// The reply runs to its bound.
    bool ignore_eos = false;
    /// Upper bound for the whole exchange. Zero: none.
    Duration timeout = std::chrono::minutes(30);

    CompletionRequest() = default;
    /// One token behind these.
    explicit CompletionRequest(std::vector<std::int64_t> prompt_ids_)
        : prompt_ids(std::move(prompt_ids_)) {}
};

/// One token that could come next.
struct TokenChance {
    /// Its id in the server's vocabulary.
    std::int64_t token = 0;
    /// Natural. Absent: the server gave null, which is how NaN and infinity come through JSON. A
    /// chance that is zero in single precision is told as -3.4e38.
    std::optional<double> logprob;
    /// As the server spells it; a token may be a part of a character.
    std::string text;
};

/// What came back for one CompletionRequest.
struct CompletionReply {
    /// Ids of the reply, with the token that ended it where one did.
    std::vector<std::int64_t> tokens;
    /// The reply as the server spells it.
    std::string text;
    /// Tokens of the prompt that were evaluated: those the cache did not hold.
    std::optional<std::int64_t> prompt_n;
    /// For each token of the reply what could have come, most probable first.
    std::vector<std::vector<TokenChance>> chances;

    CompletionReply() = default;
};

} // namespace moebench
