// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/answer_server.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>
#include <moebench/suites/detail/bench_text.hpp>
#include <moebench/suites/prompt_list.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench::detail {

/// Where a text of `tokens` tokens is cut: after 64, 128, 256, ... tokens and at its end. Empty
/// below 32 tokens, because llama.cpp copies experts to a device only for batches of at least 32.
std::vector<std::int64_t> answer_cuts(std::int64_t tokens);

/// Asks for a reply of up to `tokens` tokens. It may end earlier: nobody reads the text after the
/// end of the turn, and models repeat themselves there.
CompletionRequest reply_request(const std::vector<std::int64_t>& prompt_ids, std::int64_t tokens);

/// The text, repeated until it has at least `wanted` tokens; `tokens` is the length of one copy.
std::string repeated_text(std::string_view text, std::int64_t tokens, std::int64_t wanted);

/// Fills in the tokens of a prompt and its reply. `room`: maximum tokens of both together.
template <AnswerServer S>
Task<AnswerPrompt> make_answer_prompt(S& server, AnswerPrompt prompt, std::vector<Message> messages,
                                      const AnswerOptions& options,
                                      std::optional<std::int64_t> room) {
    auto text = co_await server.apply_template(std::move(messages));
    if (!text) co_return text.error();
    auto ids = co_await server.token_ids(std::move(*text));
    if (!ids) co_return ids.error();
    prompt.prompt_ids = std::move(*ids);
    std::int64_t tokens = options.reply_tokens;
    if (room) tokens = std::min(tokens, *room - std::ssize(prompt.prompt_ids));
    if (tokens < 1) co_return prompt;
    auto request = reply_request(prompt.prompt_ids, tokens);
    request.timeout = options.request_timeout;
    auto reply = co_await server.complete(std::move(request));
    if (!reply) co_return reply.error();
    prompt.reply_ids = std::move(reply->tokens);
    prompt.reply = std::move(reply->text);
    co_return prompt;
}

/// The first `wanted` tokens of the text, which is repeated if it is too short; empty when it has
/// no tokens.
template <AnswerServer S>
Task<std::vector<std::int64_t>> answer_text_ids(S& server, std::string_view text,
                                                std::int64_t wanted) {
    auto ids = co_await server.token_ids(std::string(text));
    if (!ids) co_return ids.error();
    if (!ids->empty() && std::ssize(*ids) < wanted) {
        std::string longer = repeated_text(text, std::ssize(*ids), wanted);
        ids = co_await server.token_ids(std::move(longer));
        if (!ids) co_return ids.error();
    }
    if (std::ssize(*ids) > wanted) ids->resize(static_cast<std::size_t>(wanted));
    co_return ids;
}

/// Makes the script for all arms, on the first boot of the baseline: the prompts of suite `multi`
/// with the server's replies, and a text. `n_ctx`: context size of one slot; what does not fit is
/// cut, and a prompt without room for a reply is left out.
/// Errors: any failure of the server; there are no incomplete scripts.
/// Lifetime: server and text must outlive the task.
template <AnswerServer S>
Task<AnswerScript> make_answer_script(S& server, AnswerOptions options,
                                      std::optional<std::int64_t> n_ctx,
                                      std::string_view text = bench_text()) {
    constexpr std::int64_t slack = 16; // the requested token, and what a server reserves
    std::optional<std::int64_t> room;
    if (n_ctx) room = *n_ctx - slack;
    AnswerScript script;
    const auto suite = PromptListSuite::multi();
    int number = 0;
    for (const auto& request : suite.requests()) {
        if (options.reply_tokens < 1) break;
        AnswerPrompt named;
        named.name = "multi " + std::to_string(++number);
        auto prompt =
            co_await make_answer_prompt(server, std::move(named), request.messages, options, room);
        if (!prompt) co_return prefixed("answer pass", prompt.error());
        if (!prompt->reply_ids.empty()) script.prompts.push_back(std::move(*prompt));
    }
    const std::int64_t wanted = std::min(options.text_tokens, room.value_or(options.text_tokens));
    if (answer_cuts(wanted).empty()) co_return script;
    auto ids = co_await answer_text_ids(server, text, wanted);
    if (!ids) co_return prefixed("answer pass", ids.error());
    script.text_ids = std::move(*ids);
    script.cuts = answer_cuts(std::ssize(script.text_ids));
    co_return script;
}

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/make_answer_script.ipp>
#endif
