// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace llama_sim {

/// A token is its own text: the bytes of the piece as a big-endian number. Ids fit in 31 bits, the
/// same text has the same ids on every boot, and no vocabulary is needed to go back.
using Token = std::int32_t;

inline constexpr Token im_start = 0x7f000001; // <|im_start|>
inline constexpr Token im_end = 0x7f000002;   // <|im_end|>

/// as_text: "<|im_end|>" is ten characters like any others.
enum class Specials { parsed, as_text };

/// Pieces are runs of one kind of character, cut from the left: letters with one space before them
/// (4 bytes), digits (3), spaces (4), bytes that are not ASCII (3, whatever characters they belong
/// to), and anything else by itself. English has about 3.3 bytes a token. Where one text ends
/// and the next begins with another kind (a line with a line break), counts add up.
std::vector<Token> tokenize(std::string_view text, Specials specials = Specials::parsed);

std::string piece(Token token);
std::string detokenize(const std::vector<Token>& tokens);

/// How many bytes at the end of `text` are the beginning of a character.
std::size_t incomplete_tail(std::string_view text);

} // namespace llama_sim
