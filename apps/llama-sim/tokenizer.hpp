// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace llama_sim {

/// A token id is its text: the bytes of the piece as a big-endian number. Ids fit in 31 bits, are
/// the same on every boot, and can be converted back without a vocabulary.
using Token = std::int32_t;

inline constexpr Token im_start = 0x7f000001; // <|im_start|>
inline constexpr Token im_end = 0x7f000002;   // <|im_end|>

/// as_text: "<|im_end|>" is ten ordinary characters.
enum class Specials { parsed, as_text };

/// Splits from left to right into pieces of one kind: letters with one space before them (at most 4
/// bytes), digits (3), spaces (4), bytes that are not ASCII (3, even inside a character), and
/// single other characters. English has about 3.3 bytes per token. The counts of two texts add up
/// if the first ends with one kind and the second begins with another, such as a line break.
std::vector<Token> tokenize(std::string_view text, Specials specials = Specials::parsed);

std::string piece(Token token);
std::string detokenize(const std::vector<Token>& tokens);

/// Number of bytes at the end of `text` that are an incomplete character.
std::size_t incomplete_tail(std::string_view text);

} // namespace llama_sim
