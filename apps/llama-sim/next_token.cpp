// SPDX-License-Identifier: MIT
#include "next_token.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace llama_sim {

namespace {

constexpr double least_first = 0.6; // probability of the first token: 0.6 to 0.95
constexpr double first_range = 0.35;
constexpr double falls_to = 0.7; // each further token, relative to the one before it

/// One salt for each value that is derived from a hash.
enum Salt : std::uint64_t {
    other_text,
    first_probability,
    other_tokens,
    stale_strength,
    any_token,
    kernel
};

/// The finalizer of splitmix64.
std::uint64_t mixed(std::uint64_t hash, Salt salt) {
    hash += (std::uint64_t{salt} + 1) * 0x9e3779b97f4a7c15U;
    hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;
    hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
    return hash ^ (hash >> 31U);
}

double unit(std::uint64_t hash) { return static_cast<double>(hash >> 11U) / 9007199254740992.0; }

std::vector<Chance> chances(std::uint64_t hash, Token first, std::size_t count) {
    const double of_first = least_first + first_range * unit(mixed(hash, first_probability));
    std::vector<Chance> list = {{first, of_first}};
    const auto& vocabulary = reply_vocabulary();
    const std::size_t begin = mixed(hash, other_tokens) % vocabulary.size();
    double left = 1 - of_first;
    for (std::size_t i = 0; i < vocabulary.size() && list.size() < count; ++i) {
        const Token token = vocabulary[(begin + i) % vocabulary.size()];
        if (token == first) continue;
        list.push_back({token, left * (1 - falls_to)});
        left *= falls_to;
    }
    return list;
}

/// Simulates a patch that computes with the experts of another token.
void make_stale(std::vector<Chance>& list, std::uint64_t hash) {
    const auto strength = mixed(hash, stale_strength) % 3;
    const double keeps = strength == 0 ? 0.98 : strength == 1 ? 0.7 : 0.3;
    const double taken = list[0].probability * (1 - keeps);
    list[0].probability -= taken;
    if (list.size() < 2) return;
    list[1].probability += taken;
    if (list[1].probability > list[0].probability) std::swap(list[0], list[1]);
}

/// The first token becomes less likely, and the second more.
void add_noise(std::vector<Chance>& list, std::uint64_t hash, double noise) {
    if (noise == 0 || list.size() < 2) return;
    const double taken = list[0].probability * noise * unit(mixed(hash, kernel));
    list[0].probability -= taken;
    list[1].probability += taken;
}

/// The tokens before make_stale().
std::vector<Token> continuation(const std::vector<Token>& ids, const NextOptions& options) {
    ReplyOptions reply = options.reply;
    reply.to_the_limit = true;
    if (const auto begin = reply_begin(ids)) {
        const auto split = ids.begin() + static_cast<std::ptrdiff_t>(*begin);
        const auto forced = ids.end() - split;
        reply.limit += static_cast<std::size_t>(forced);
        auto tokens = make_reply({ids.begin(), split}, reply).tokens;
        tokens.erase(tokens.begin(), tokens.begin() + forced);
        return tokens;
    }
    if (reply.loop) return make_reply(ids, reply).tokens;
    std::vector<Token> tokens;
    for (std::uint64_t hash = hash_of(ids); tokens.size() < reply.limit;) {
        const bool other = reply.other_at(tokens.size());
        const auto& vocabulary = other ? other_vocabulary() : reply_vocabulary();
        tokens.push_back(vocabulary[mixed(hash, any_token) % vocabulary.size()]);
        hash = hash_with(hash, tokens.back());
    }
    return tokens;
}

} // namespace

std::optional<std::size_t> reply_begin(const std::vector<Token>& ids) {
    static const auto mark = tokenize("<|im_start|>assistant\n");
    const auto found = std::find_end(ids.begin(), ids.end(), mark.begin(), mark.end());
    if (found == ids.end()) return std::nullopt;
    return static_cast<std::size_t>(found - ids.begin()) + mark.size();
}

NextToken end_of_turn(const std::vector<Token>& ids, const NextOptions& options) {
    const auto hash = hash_of(ids);
    auto top = chances(hash, im_end, std::max<std::size_t>(options.top, 2));
    add_noise(top, hash, options.noise);
    top.resize(options.top);
    return {im_end, std::move(top)};
}

std::vector<NextToken> next_tokens(const std::vector<Token>& ids, const NextOptions& options) {
    const auto tokens = continuation(ids, options);
    const std::size_t forced = ids.size() - reply_begin(ids).value_or(ids.size());
    std::uint64_t hash = hash_of(ids);
    std::vector<NextToken> list;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool other = options.reply.other_at(forced + i);
        // make_stale() needs a second token
        auto top = chances(other ? mixed(hash, other_text) : hash, tokens[i],
                           std::max<std::size_t>(options.top, 2));
        if (options.stale) make_stale(top, hash);
        add_noise(top, hash, options.noise);
        const Token token = top[0].token;
        if (top.size() > options.top) top.resize(options.top);
        list.push_back({token, std::move(top)});
        hash = hash_with(hash, token);
    }
    return list;
}

} // namespace llama_sim
