// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/chat.hpp>
#include <moebench/model/run_options.hpp>

namespace moebench::detail {

/// Sets the options that a suite left unset in its request.
inline void fill_in(ChatRequest& request, const RunOptions& options) {
    if (!request.max_tokens) request.max_tokens = options.max_tokens;
    if (!request.cache_prompt) request.cache_prompt = options.cache_prompt;
    if (!*request.cache_prompt) request.expected_cache_n = 0;
    request.model = options.model;
    request.stream = options.stream;
    request.seed = options.seed;
    request.ignore_eos = request.ignore_eos || options.ignore_eos;
    request.extra_body = options.extra_body;
    request.timeout = options.request_timeout;
}

} // namespace moebench::detail
