// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/prompt_calibrator.hpp>

#include <cctype>
#include <functional>
#include <string>
#include <string_view>

namespace moebench::test {

/// Counts words, groups of three digits, and punctuation marks: close to what BPE makes of the
/// original script's traces.
inline std::size_t count_words(std::string_view text) {
    std::size_t tokens = 0;
    std::size_t length = 0;
    bool in_word = false;
    for (const char c : text) {
        const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
        length = letter && in_word ? length + 1 : 1;
        const bool cut = std::isdigit(static_cast<unsigned char>(c)) != 0 && length > 3;
        if (cut) length = 1;
        if ((letter && (!in_word || cut)) || (!letter && c != ' ')) ++tokens;
        in_word = letter;
    }
    return tokens;
}

/// Counts tokens with any function, and counts its calls.
struct FakeTokenizer {
    std::function<std::size_t(std::string_view)> count = count_words;
    int calls = 0;
    /// The call, from 1, that fails.
    int fail_at = 0;

    Task<std::size_t> count_tokens(std::string text) {
        if (++calls == fail_at) co_return fail(Errc::http_status, "POST /tokenize: 503 Loading");
        co_return count(text);
    }
};
static_assert(Tokenizer<FakeTokenizer>);

} // namespace moebench::test
