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

/// The name of the positions in the prefill part.
inline constexpr std::string_view text_name = "answer: text";

/// Where a text of `tokens` tokens is cut: at up to `count` places at equal distances of 32 tokens
/// or more, the last one at its end. llama.cpp copies experts to a device only for batches of at
/// least 32 tokens; so a shorter text has no cuts.
std::vector<std::int64_t> answer_cuts(std::int64_t tokens, std::int64_t count);

/// The text, repeated until it has at least `wanted` tokens; `tokens` is the length of one copy.
std::string repeated_text(std::string_view text, std::int64_t tokens, std::int64_t wanted);

/// Prompts from the text: all of it ("answer: text end"), and `pieces` short pieces of it. None
/// when the text is empty.
std::vector<AnswerPrompt> text_prompts(const std::vector<std::int64_t>& text, std::int64_t pieces);

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
/// and prompts from a text; its first take_answers() adds the replies. `n_ctx`: context size of one
/// slot; the text is cut so that it fits, and a prompt without room for a reply is left out.
/// Errors: any failure of the server; there are no incomplete scripts.
/// Lifetime: server and text must outlive the task.
template <AnswerServer S>
Task<AnswerScript> make_answer_script(S& server, AnswerOptions options,
                                      std::optional<std::int64_t> n_ctx,
                                      std::string_view text = bench_text()) {
    constexpr std::int64_t slack = 16; // the requested token, and what a server reserves
    AnswerScript script;
    if (options.positions < 1) co_return script;
    const std::int64_t room = n_ctx ? *n_ctx - slack - options.reply_tokens : INT64_MAX;
    const auto suite = PromptListSuite::multi();
    for (const auto& request : suite.requests()) {
        if (options.reply_tokens < 1) break;
        auto templated = co_await server.apply_template(request.messages);
        if (!templated) co_return prefixed("answer pass", templated.error());
        auto ids = co_await server.token_ids(std::move(*templated));
        if (!ids) co_return prefixed("answer pass", ids.error());
        AnswerPrompt prompt;
        prompt.name = "answer: multi " + std::to_string(script.prompts.size() + 1);
        prompt.prompt_ids = std::move(*ids);
        if (std::ssize(prompt.prompt_ids) <= room) script.prompts.push_back(std::move(prompt));
    }
    const auto cuts = options.positions / 16;
    const std::int64_t wanted = std::min(options.text_tokens, room);
    if (answer_cuts(wanted, cuts).empty()) co_return script;
    auto ids = co_await answer_text_ids(server, text, wanted);
    if (!ids) co_return prefixed("answer pass", ids.error());
    script.text_ids = std::move(*ids);
    script.cuts = answer_cuts(std::ssize(script.text_ids), cuts);
    if (options.reply_tokens < 1) co_return script;
    // replies may be short, so there are more prompts than long replies need
    const auto pieces = 2 * options.positions / options.reply_tokens;
    auto more = text_prompts(script.text_ids, pieces);
    script.prompts.insert(script.prompts.end(), more.begin(), more.end());
    co_return script;
}

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/make_answer_script.ipp>
#endif
