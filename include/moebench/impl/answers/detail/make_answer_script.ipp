// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/make_answer_script.hpp>

namespace moebench::detail {

MOEBENCH_DECL std::vector<std::int64_t> answer_cuts(std::int64_t tokens, std::int64_t count) {
    constexpr std::int64_t least = 32;
    std::vector<std::int64_t> cuts;
    if (tokens < least || count < 1) return cuts;
    const auto places = std::min(count, tokens / least);
    for (std::int64_t i = 1; i <= places; ++i) cuts.push_back(tokens * i / places);
    return cuts;
}

MOEBENCH_DECL std::string repeated_text(std::string_view text, std::int64_t tokens,
                                        std::int64_t wanted) {
    std::string longer;
    for (std::int64_t have = 0; have < wanted + tokens; have += tokens) {
        longer += text;
        longer += '\n'; // keeps the words of two copies apart
    }
    return longer;
}

MOEBENCH_DECL std::vector<AnswerPrompt> text_prompts(const std::vector<std::int64_t>& text,
                                                     std::int64_t pieces) {
    constexpr std::int64_t length = 64;
    if (text.empty()) return {};
    std::vector<AnswerPrompt> prompts(1);
    prompts[0].name = std::string(text_name) + " end";
    prompts[0].prompt_ids = text;
    const auto last = std::ssize(text) - length; // the last place where a piece can begin
    for (std::int64_t i = 0; i < pieces && last > 0; ++i) {
        const auto begin = text.begin() + last * i / pieces;
        AnswerPrompt piece;
        piece.name = std::string(text_name) + " " + std::to_string(i + 1);
        piece.prompt_ids.assign(begin, begin + length);
        prompts.push_back(std::move(piece));
    }
    return prompts;
}

} // namespace moebench::detail
