// SPDX-License-Identifier: MIT
#include "reply_text.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace llama_sim {

namespace {

constexpr std::array<std::string_view, 16> sentences = {
    "Measure before you change anything.",
    "The experts lie in host memory, so every large batch crosses the link once.",
    "A single token reads only the experts that its router chose.",
    "Larger physical batches pay for the copy less often.",
    "Keep the first request out of the average: it pays for cold pages.",
    "Two runs that differ by less than the noise do not differ.",
    "The prompt cache hides prefill whenever a prefix repeats.",
    "Watch the clock of the processor; it falls when the room is warm.",
    "Latency to the first token is mostly prefill.",
    "Bandwidth, not arithmetic, limits decoding here.",
    "Pinned memory roughly doubles the rate of a copy.",
    "A fresh start of the server is one sample, not many.",
    "Write down every flag, also those that you did not set.",
    "An interval says more than a percentage.",
    "Swap the order of the arms, and drift cancels.",
    "If in doubt, repeat the measurement tomorrow.",
};

constexpr std::array<std::string_view, 8> foreign_sentences = {
    "Erst messen, dann ändern: größer heißt nicht schneller.",
    "Précis, rapide, reproductible : voilà l'été.",
    "測定は三回行います。",
    "Сначала измерьте, потом меняйте.",
    "Emoji 🚀🧪 and a family 👩‍👩‍👧‍👦 of four.",
    "Η μέτρηση έχει θόρυβο.",
    "القياس قبل التغيير.",
    "naïve café, ½ × ∑ ≈ ∞",
};

std::uint64_t hash_of(const std::vector<Token>& tokens) {
    std::uint64_t hash = 14695981039346656037U; // FNV-1a
    for (const Token token : tokens) {
        hash = (hash ^ static_cast<std::uint32_t>(token)) * 1099511628211U;
    }
    return hash;
}

} // namespace

Reply make_reply(const std::vector<Token>& prompt, const ReplyOptions& options) {
    std::uint64_t state = hash_of(prompt) | 1U;
    const auto next = [&](std::size_t below) {
        state = state * 6364136223846793005U + 1442695040888963407U; // Knuth's MMIX constants
        return static_cast<std::size_t>((state >> 33U) % below);
    };
    const bool to_the_limit = options.to_the_limit || options.loop;
    const std::size_t own_length = 8 + next(12);
    Reply reply;
    for (std::size_t i = 0; reply.tokens.size() < options.limit; ++i) {
        if (i == own_length && !to_the_limit) {
            reply.complete = true;
            return reply;
        }
        std::string text = i == 0 ? "" : " ";
        if (options.loop) {
            text += "and so on";
        } else if (options.non_ascii) {
            text += foreign_sentences[next(foreign_sentences.size())];
        } else {
            text += sentences[next(sentences.size())];
        }
        const auto tokens = tokenize(text);
        reply.tokens.insert(reply.tokens.end(), tokens.begin(), tokens.end());
    }
    reply.tokens.resize(options.limit);
    return reply;
}

} // namespace llama_sim
