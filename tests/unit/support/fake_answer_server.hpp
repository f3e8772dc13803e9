// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/answer_pass.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench::test {

/// A model that is a function of the tokens before: every token is spelt "<id> ", and each byte of
/// a text is a token.
struct FakeAnswerServer {
    std::vector<std::string> templated, tokenized;
    std::vector<CompletionRequest> completions;
    /// Of all three kinds together.
    int calls = 0;
    /// The call, from 1, that fails; and each `fail_step`th after it. 0: that one alone.
    int fail_at = 0;
    int fail_step = 0;
    Failure failure = fail(Errc::http_status, "POST /completion: 500 Compute error.");
    /// Whether it can continue a cached prompt.
    bool continues = true;
    /// Makes other candidates of those after `ids`; the first of them is generated.
    std::function<void(const std::vector<std::int64_t>& ids, std::vector<TokenLogprob>& top)> shift;
    /// Makes something else of a good reply.
    std::function<void(const CompletionRequest&, CompletionReply&)> change;

    Task<std::string> apply_template(std::vector<Message> messages) {
        if (fails()) co_return failure;
        templated.push_back(messages.back().content);
        co_return "[" + messages.back().content.substr(0, 40) + "]";
    }

    Task<std::vector<std::int64_t>> token_ids(std::string prompt) {
        if (fails()) co_return failure;
        tokenized.push_back(prompt);
        co_return std::vector<std::int64_t>(prompt.begin(), prompt.end());
    }

    Task<CompletionReply> complete(CompletionRequest request) {
        completions.push_back(request);
        if (fails()) co_return failure;
        CompletionReply reply;
        auto ids = request.prompt_ids;
        reply.prompt_n = evaluated(request);
        for (std::int64_t i = 0; i < request.n_predict; ++i) {
            auto top = chances(ids);
            if (shift) shift(ids, top);
            ids.push_back(top.front().token);
            reply.tokens.push_back(top.front().token);
            reply.text += top.front().text;
            if (request.n_probs > 0) reply.candidates.push_back(std::move(top));
        }
        cached_ = std::move(ids);
        if (change) change(request, reply);
        co_return reply;
    }

    /// Three tokens of 60, 30 and 5 per cent.
    static std::vector<TokenLogprob> chances(const std::vector<std::int64_t>& ids) {
        const auto sum = std::accumulate(
            ids.begin(), ids.end(), std::int64_t{7},
            [](std::int64_t state, std::int64_t id) { return (state * 31 + id) % 1'000'003; });
        std::vector<TokenLogprob> top;
        std::int64_t step = 0;
        for (const double p : {0.6, 0.3, 0.05}) {
            const auto id = 1000 + (sum + step++) % 997;
            top.push_back({.token = id, .logprob = std::log(p), .text = std::to_string(id) + " "});
        }
        return top;
    }

private:
    bool fails() {
        ++calls;
        if (fail_step == 0 || calls < fail_at) return calls == fail_at;
        return (calls - fail_at) % fail_step == 0;
    }

    std::int64_t evaluated(const CompletionRequest& request) const {
        const auto& ids = request.prompt_ids;
        if (!request.cache_prompt || !continues) return std::ssize(ids);
        const auto known = std::ranges::mismatch(ids, cached_).in1 - ids.begin();
        return std::max<std::int64_t>(1, std::ssize(ids) - known);
    }

    std::vector<std::int64_t> cached_;
};
static_assert(detail::AnswerServer<FakeAnswerServer>);

} // namespace moebench::test
