// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/answer_pass.hpp>

#include <boost/asio/error.hpp>

namespace moebench::detail {

MOEBENCH_DECL CompletionRequest reply_request(const AnswerPrompt& prompt, std::size_t from,
                                              std::int64_t tokens) {
    CompletionRequest request(prompt.prompt_ids);
    const auto begin = prompt.reply_ids.begin();
    request.prompt_ids.insert(request.prompt_ids.end(), begin,
                              begin + static_cast<std::ptrdiff_t>(from));
    request.n_predict = tokens;
    request.n_probs = answer_candidates;
    request.cache_prompt = from > 0;
    return request;
}

MOEBENCH_DECL CompletionRequest prefill_request(const AnswerScript& script, std::int64_t cut) {
    const auto begin = script.text_ids.begin();
    CompletionRequest request({begin, begin + cut});
    request.n_probs = answer_candidates;
    request.cache_prompt = !script.whole_text && cut != script.cuts.front();
    return request;
}

MOEBENCH_DECL AnswerPosition answer_position(std::string prompt, std::int64_t at,
                                             const Result<CompletionReply>& reply,
                                             std::size_t index) {
    AnswerPosition position;
    position.prompt = std::move(prompt);
    position.at = at;
    if (!reply) {
        position.error = reply.error().message();
        return position;
    }
    if (index == 0) position.prompt_n = reply->prompt_n;
    if (index >= reply->candidates.size() || reply->candidates[index].empty()) {
        position.error = "POST /completion: no token in the reply";
        return position;
    }
    position.top = reply->candidates[index];
    if (index < reply->tokens.size()) position.token = reply->tokens[index];
    return position;
}

MOEBENCH_DECL bool ends_answer_pass(const Failure& failure) {
    return failure.code == Errc::server_exited || failure.code == asio::error::operation_aborted;
}

MOEBENCH_DECL bool evaluated_again(const AnswerScript& script, std::size_t cut,
                                   const AnswerPosition& position) {
    const auto since = script.cuts[cut] - script.cuts[cut - 1];
    return position.prompt_n.value_or(0) > since + since / 2;
}

MOEBENCH_DECL std::int64_t answer_positions(const AnswerScript& script,
                                            const AnswerOptions& options) {
    std::int64_t replies = 0;
    for (const auto& prompt : script.prompts) replies += std::ssize(prompt.reply_ids);
    return std::ssize(script.cuts) + (replies > 0 ? replies : options.positions);
}

} // namespace moebench::detail
