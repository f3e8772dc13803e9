// SPDX-License-Identifier: MIT
#include "reply_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
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

/// Only words of two or more capitals, so that no token occurs in the other sentences.
constexpr std::array<std::string_view, 4> other_sentences = {
    "NOTHING OF THIS IS TRUE",
    "THE WEATHER WILL BE FINE TODAY",
    "ASK AGAIN TOMORROW OR NEVER",
    "SHIPS LEAVE HARBOUR WITHOUT LIGHTS",
};

template <std::size_t N>
std::vector<Token> vocabulary_of(const std::array<std::string_view, N>& texts) {
    std::vector<Token> all;
    for (const auto text : texts) {
        for (const Token token : tokenize(" " + std::string(text))) {
            if (std::find(all.begin(), all.end(), token) == all.end()) all.push_back(token);
        }
    }
    return all;
}

void put_other_text(std::vector<Token>& tokens, const ReplyOptions& options, std::uint64_t choice) {
    if (options.other_until == 0 && options.other_from >= tokens.size()) return;
    std::vector<Token> other;
    for (auto i = choice % other_sentences.size(); other.size() < tokens.size(); ++i) {
        const auto sentence =
            tokenize(" " + std::string(other_sentences[i % other_sentences.size()]));
        other.insert(other.end(), sentence.begin(), sentence.end());
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (options.other_at(i)) tokens[i] = other[i];
    }
}

} // namespace

std::uint64_t hash_with(std::uint64_t hash, Token token) {
    return (hash ^ static_cast<std::uint32_t>(token)) * 1099511628211U; // FNV-1a
}

std::uint64_t hash_of(const std::vector<Token>& tokens) {
    std::uint64_t hash = 14695981039346656037U;
    for (const Token token : tokens) hash = hash_with(hash, token);
    return hash;
}

const std::vector<Token>& reply_vocabulary() {
    static const auto all = vocabulary_of(sentences);
    return all;
}

const std::vector<Token>& other_vocabulary() {
    static const auto all = vocabulary_of(other_sentences);
    return all;
}

namespace {

Reply sentences_for(const std::vector<Token>& prompt, const ReplyOptions& options) {
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

} // namespace

Reply make_reply(const std::vector<Token>& prompt, const ReplyOptions& options) {
    Reply reply = sentences_for(prompt, options);
    put_other_text(reply.tokens, options, hash_of(prompt));
    return reply;
}

} // namespace llama_sim
