// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/chat.hpp>
#include <moebench/model/completion.hpp>
#include <moebench/task.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace moebench::detail {

/// A server that applies its chat template, tokenizes, and continues a list of token ids.
template <class T>
concept AnswerServer = requires(T& server, std::vector<Message> messages, std::string prompt,
                                CompletionRequest request) {
    { server.apply_template(std::move(messages)) } -> std::same_as<Task<std::string>>;
    { server.token_ids(std::move(prompt)) } -> std::same_as<Task<std::vector<std::int64_t>>>;
    { server.complete(std::move(request)) } -> std::same_as<Task<CompletionReply>>;
};

} // namespace moebench::detail
