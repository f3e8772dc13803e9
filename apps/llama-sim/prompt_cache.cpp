// SPDX-License-Identifier: MIT
#include "prompt_cache.hpp"

#include <algorithm>
#include <utility>

namespace llama_sim {

namespace {

// The thresholds are those of llama-server.
constexpr double min_similarity = 0.10;     // -sps: prefix / prompt that selects a slot
constexpr double min_kept_in_slot = 0.50;   // below, the slot's prompt is stored first
constexpr double min_kept_from_host = 0.25; // below, a stored prompt is not loaded

std::size_t common_prefix(const std::vector<Token>& a, const std::vector<Token>& b) {
    const auto end = std::min(a.size(), b.size());
    std::size_t at = 0;
    while (at < end && a[at] == b[at]) ++at;
    return at;
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

bool PromptCache::all_busy() const {
    return std::all_of(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.busy; });
}

std::size_t PromptCache::choose(const std::vector<Token>& prompt, bool& by_similarity) const {
    std::size_t best = slots_.size();
    double best_similarity = min_similarity;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].busy) continue;
        const auto similarity = share(common_prefix(slots_[i].tokens, prompt), prompt.size());
        if (similarity > best_similarity) {
            best = i;
            best_similarity = similarity;
        }
    }
    by_similarity = best < slots_.size();
    if (by_similarity) return best;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].busy) continue;
        if (best == slots_.size() || slots_[i].last_used < slots_[best].last_used) best = i;
    }
    return best;
}

void PromptCache::swap_with_host(Slot& slot, const std::vector<Token>& prompt) {
    if (slot.tokens.empty()) return;
    const auto held = slot.tokens;
    auto best = host_.end();
    std::size_t best_prefix = common_prefix(held, prompt);
    double best_kept = share(best_prefix, held.size());
    for (auto stored = host_.begin(); stored != host_.end(); ++stored) {
        const std::size_t prefix = common_prefix(*stored, prompt);
        const double kept = share(prefix, stored->size());
        if (kept < min_kept_from_host || kept <= best_kept || prefix <= best_prefix) continue;
        best = stored;
        best_prefix = prefix;
        best_kept = kept;
    }
    if (best != host_.end()) {
        slot.tokens = std::move(*best);
        host_.erase(best);
    }
    // a prompt that is the beginning of a stored one needs no second copy
    const auto holds = [&](const auto& stored) {
        return common_prefix(stored, held) == held.size();
    };
    if (std::none_of(host_.begin(), host_.end(), holds)) host_.push_back(held);
}

PromptCache::Reuse PromptCache::begin(const std::vector<Token>& prompt, bool reuse) {
    Reuse result;
    result.slot = choose(prompt, result.by_similarity);
    Slot& slot = slots_[result.slot];
    slot.busy = true;
    slot.last_used = ++uses_;
    const double kept = share(common_prefix(slot.tokens, prompt), slot.tokens.size());
    if (host_cache_ && (!result.by_similarity || kept < min_kept_in_slot)) {
        swap_with_host(slot, prompt);
    }
    if (reuse && !prompt.empty()) {
        // the last token is always evaluated, for its logits
        const auto prefix = std::min(common_prefix(slot.tokens, prompt), prompt.size() - 1);
        result.cached = static_cast<std::int64_t>(prefix);
    }
    return result;
}

void PromptCache::end(std::size_t slot, std::vector<Token> held) {
    slots_[slot].tokens = std::move(held);
    slots_[slot].busy = false;
}

} // namespace llama_sim
