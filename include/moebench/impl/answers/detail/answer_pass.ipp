// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/answer_pass.hpp>

#include <boost/asio/error.hpp>

namespace moebench::detail {

inline constexpr std::int64_t answer_probs = 20;

MOEBENCH_DECL CompletionRequest decode_request(const AnswerPrompt& prompt, std::size_t k) {
    CompletionRequest request(prompt.prompt_ids);
    const auto begin = prompt.reply_ids.begin();
    request.prompt_ids.insert(request.prompt_ids.end(), begin,
                              begin + static_cast<std::ptrdiff_t>(k));
    request.n_probs = answer_probs;
    request.cache_prompt = k > 0;
    return request;
}

MOEBENCH_DECL CompletionRequest prefill_request(const AnswerScript& script, std::int64_t cut) {
    const auto begin = script.text_ids.begin();
    CompletionRequest request({begin, begin + cut});
    request.n_probs = answer_probs;
    return request;
}

MOEBENCH_DECL AnswerPosition answer_position(std::string prompt, std::int64_t at,
                                             const Result<CompletionReply>& reply) {
    AnswerPosition position;
    position.prompt = std::move(prompt);
    position.at = at;
    if (!reply) {
        position.error = reply.error().message();
        return position;
    }
    position.prompt_n = reply->prompt_n;
    if (reply->candidates.empty() || reply->candidates.front().empty()) {
        position.error = "POST /completion: no token in the reply";
        return position;
    }
    position.top = reply->candidates.front();
    return position;
}

MOEBENCH_DECL bool ends_answer_pass(const Failure& failure) {
    return failure.code == Errc::server_exited || failure.code == asio::error::operation_aborted;
}

MOEBENCH_DECL std::int64_t answer_requests(const AnswerScript& script) {
    auto requests = std::ssize(script.cuts) + std::ssize(script.prompts);
    for (const auto& prompt : script.prompts) requests += std::ssize(prompt.reply_ids);
    return requests;
}

} // namespace moebench::detail
