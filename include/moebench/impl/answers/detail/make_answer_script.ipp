// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/make_answer_script.hpp>

namespace moebench::detail {

MOEBENCH_DECL std::vector<std::int64_t> answer_cuts(std::int64_t tokens) {
    constexpr std::int64_t least = 32, first = 64;
    if (tokens < least) return {};
    std::vector<std::int64_t> cuts;
    for (std::int64_t cut = first; cut < tokens; cut *= 2) cuts.push_back(cut);
    cuts.push_back(tokens);
    return cuts;
}

MOEBENCH_DECL CompletionRequest reply_request(const std::vector<std::int64_t>& prompt_ids,
                                              std::int64_t tokens) {
    CompletionRequest request(prompt_ids);
    request.n_predict = tokens;
    return request;
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

} // namespace moebench::detail
