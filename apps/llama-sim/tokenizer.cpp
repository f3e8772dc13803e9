// SPDX-License-Identifier: MIT
#include "tokenizer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace llama_sim {

namespace {

enum class Kind { letter, digit, space, foreign, other };

Kind kind_of(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Kind::letter;
    if (c >= '0' && c <= '9') return Kind::digit;
    if (c == ' ') return Kind::space;
    return static_cast<unsigned char>(c) >= 0x80 ? Kind::foreign : Kind::other;
}

std::size_t longest(Kind kind) {
    switch (kind) {
    case Kind::letter:
    case Kind::space: return 4;
    case Kind::digit:
    case Kind::foreign: return 3;
    case Kind::other: break;
    }
    return 1;
}

constexpr std::array<std::pair<std::string_view, Token>, 2> special_tokens = {
    {{"<|im_start|>", im_start}, {"<|im_end|>", im_end}}};

std::size_t piece_length(std::string_view text) {
    Kind kind = kind_of(text[0]);
    std::size_t length = 1;
    if (kind == Kind::space && text.size() > 1 && kind_of(text[1]) == Kind::letter) {
        kind = Kind::letter;
    }
    // the last space of several belongs to the next word
    const auto joins = [&](std::size_t at) {
        const bool before_word =
            kind == Kind::space && at + 1 < text.size() && kind_of(text[at + 1]) == Kind::letter;
        return kind_of(text[at]) == kind && !before_word;
    };
    while (length < std::min(text.size(), longest(kind)) && joins(length)) ++length;
    return length;
}

} // namespace

std::vector<Token> tokenize(std::string_view text, Specials specials) {
    std::vector<Token> tokens;
    while (!text.empty()) {
        const auto special =
            std::find_if(special_tokens.begin(), special_tokens.end(), [&](const auto& s) {
                return specials == Specials::parsed && text.starts_with(s.first);
            });
        if (special != special_tokens.end()) {
            tokens.push_back(special->second);
            text.remove_prefix(special->first.size());
            continue;
        }
        const std::size_t length = piece_length(text);
        Token id = 0;
        for (const char c : text.substr(0, length)) id = id << 8 | static_cast<unsigned char>(c);
        tokens.push_back(id);
        text.remove_prefix(length);
    }
    return tokens;
}

std::string piece(Token token) {
    for (const auto& [text, id] : special_tokens) {
        if (token == id) return std::string(text);
    }
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        const char byte = static_cast<char>(token >> shift & 0xff);
        if (!bytes.empty() || byte != 0 || shift == 0) bytes += byte;
    }
    return bytes;
}

std::string detokenize(const std::vector<Token>& tokens) {
    std::string text;
    for (const Token token : tokens) text += piece(token);
    return text;
}

std::size_t incomplete_tail(std::string_view text) {
    for (std::size_t length = 1; length <= std::min<std::size_t>(text.size(), 3); ++length) {
        const auto byte = static_cast<unsigned char>(text[text.size() - length]);
        if (byte < 0x80) return 0;
        if (byte < 0xc0) continue; // not the first byte of a character
        const std::size_t wanted = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        return wanted > length ? length : 0;
    }
    return 0;
}

} // namespace llama_sim
