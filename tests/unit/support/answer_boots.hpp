// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/judge_answers.hpp>
#include <moebench/detail/sha256.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <support/fake_answer_server.hpp>
#include <support/run_coroutine.hpp>

namespace moebench::test {

/// What makes another server of the fake one.
using AnswerChange = std::function<void(const CompletionRequest&, CompletionReply&)>;

inline AnswerOptions few_answers() {
    AnswerOptions options;
    options.reply_tokens = 20;
    options.text_tokens = 300;
    return options;
}

inline const AnswerScript& answer_script() {
    static const AnswerScript script = [] {
        FakeAnswerServer server;
        return run_coroutine(detail::make_answer_script(server, few_answers(), std::nullopt))
            .value();
    }();
    return script;
}

inline AnswerRecord answers_of(AnswerChange change = {}) {
    FakeAnswerServer server;
    server.change = std::move(change);
    return run_coroutine(detail::take_answers(server, answer_script(), few_answers())).value();
}

inline bool is_decode(const CompletionRequest& request) {
    return request.n_probs > 0 && (request.cache_prompt || request.prompt_ids[0] == '[');
}

inline bool is_prefill(const CompletionRequest& request) {
    return request.n_probs > 0 && !is_decode(request);
}

/// A request of a boot, as the runner records it.
inline RequestRecord request_of(std::string prompt, const std::string& reasoning,
                                const std::string& content) {
    RequestRecord request;
    request.prompt = std::move(prompt);
    request.text = reasoning + content;
    detail::Sha256 hash;
    hash.update(reasoning);
    hash.update(std::string_view("\0", 1));
    hash.update(content);
    request.content_sha256 = hash.hex();
    request.predicted_n = 40;
    return request;
}

inline BootRecord boot_of(std::string arm, std::vector<RequestRecord> requests,
                          std::optional<AnswerRecord> answers = std::nullopt) {
    BootRecord boot;
    boot.arm = std::move(arm);
    boot.purpose = answers ? BootPurpose::preliminary : BootPurpose::measured;
    boot.requests = std::move(requests);
    boot.answers = std::move(answers);
    return boot;
}

} // namespace moebench::test
