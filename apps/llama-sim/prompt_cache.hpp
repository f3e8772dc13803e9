// SPDX-License-Identifier: MIT
#pragma once

#include "tokenizer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace llama_sim {

/// The prompts in the slots, and those stored in host memory (-cram).
class PromptCache {
public:
    explicit PromptCache(std::size_t slots, bool host_cache)
        : slots_(slots), host_cache_(host_cache) {}

    struct Reuse {
        std::size_t slot = 0;
        /// Tokens of the prompt that are not evaluated again.
        std::int64_t cached = 0;
        /// The slot was chosen for its prefix, not because it was the least recently used.
        bool by_similarity = false;
    };

    /// Chooses a free slot for `prompt` and occupies it; there must be one. Without `reuse` every
    /// token is evaluated, but the slot still remembers them.
    Reuse begin(const std::vector<Token>& prompt, bool reuse);

    /// `held`: prompt and reply, without the last token, which was never evaluated.
    void end(std::size_t slot, std::vector<Token> held);

    bool all_busy() const;
    bool busy(std::size_t slot) const { return slots_[slot].busy; }
    std::size_t size() const noexcept { return slots_.size(); }

private:
    struct Slot {
        std::vector<Token> tokens;
        std::uint64_t last_used = 0;
        bool busy = false;
    };

    std::size_t choose(const std::vector<Token>& prompt, bool& by_similarity) const;
    void swap_with_host(Slot& slot, const std::vector<Token>& prompt);

    std::vector<Slot> slots_;
    std::vector<std::vector<Token>> host_;
    bool host_cache_;
    std::uint64_t uses_ = 0;
};

} // namespace llama_sim
