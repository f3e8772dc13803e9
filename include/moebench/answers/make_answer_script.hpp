// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_server.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>
#include <moebench/suites/bench_text.hpp>
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

namespace moebench {

/// Where a text of `tokens` tokens is cut: 64, 128, 256, ... and at its end. Never below 32 tokens,
/// from which on experts are staged to a device.
std::vector<std::int64_t> answer_cuts(std::int64_t tokens);

namespace detail {

/// A reply of up to `tokens` tokens. It may end before: what comes behind an end of turn, nobody
/// gets to read, and models repeat themselves there.
CompletionRequest reply_request(const std::vector<std::int64_t>& prompt_ids, std::int64_t tokens);

/// How often the text has to stand behind itself to have `wanted` tokens.
std::string repeated_text(std::string_view text, std::int64_t tokens, std::int64_t wanted);

/// A prompt of the script, and its reply of up to `tokens` tokens.
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

/// The first `wanted` tokens of the text; fewer only when it has no tokens at all.
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

} // namespace detail

/// Makes what all arms are asked, on the reference's first boot: the prompts of suite `multi` and
/// the server's replies to them, and a text. `n_ctx`: of one slot; what does not fit is cut, and a
/// prompt without room for a reply left out.
/// Errors: any failure of the server; there is no script without all its parts.
/// Lifetime: server and text outlive the task.
template <AnswerServer S>
Task<AnswerScript> make_answer_script(S& server, AnswerOptions options,
                                      std::optional<std::int64_t> n_ctx,
                                      std::string_view text = bench_text()) {
    constexpr std::int64_t slack = 16; // the token asked for, and what a server keeps to itself
    std::optional<std::int64_t> room;
    if (n_ctx) room = *n_ctx - slack;
    AnswerScript script;
    const auto suite = PromptListSuite::multi();
    int number = 0;
    for (const auto& request : suite.requests()) {
        if (options.reply_tokens < 1) break;
        AnswerPrompt named;
        named.name = "multi " + std::to_string(++number);
        auto prompt = co_await detail::make_answer_prompt(server, std::move(named),
                                                          request.messages, options, room);
        if (!prompt) co_return prefixed("answer pass", prompt.error());
        if (!prompt->reply_ids.empty()) script.prompts.push_back(std::move(*prompt));
    }
    const std::int64_t wanted = std::min(options.text_tokens, room.value_or(options.text_tokens));
    if (answer_cuts(wanted).empty()) co_return script;
    auto ids = co_await detail::answer_text_ids(server, text, wanted);
    if (!ids) co_return prefixed("answer pass", ids.error());
    script.text_ids = std::move(*ids);
    script.cuts = answer_cuts(std::ssize(script.text_ids));
    co_return script;
}

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/make_answer_script.ipp>
#endif
