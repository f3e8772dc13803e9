// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/judge_answers.hpp>
#include <moebench/detail/sha256.hpp>

#include <cstddef>
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

/// 96 positions in the replies to five prompts, and six cuts.
inline AnswerOptions few_answers() {
    AnswerOptions options;
    options.positions = 96;
    options.reply_tokens = 20;
    options.text_tokens = 300;
    return options;
}

/// The script and the answers of the baseline's first boot.
inline const std::pair<AnswerScript, AnswerRecord>& first_pass() {
    static const auto pass = [] {
        FakeAnswerServer server;
        auto script =
            run_coroutine(detail::make_answer_script(server, few_answers(), std::nullopt)).value();
        auto record = run_coroutine(detail::take_answers(server, script, few_answers())).value();
        return std::pair(std::move(script), std::move(record));
    }();
    return pass;
}

inline const AnswerScript& answer_script() { return first_pass().first; }

inline AnswerRecord answers_of(FakeAnswerServer server) {
    auto script = answer_script();
    return run_coroutine(detail::take_answers(server, script, few_answers())).value();
}

inline AnswerRecord answers_of(AnswerChange change = {}) {
    FakeAnswerServer server;
    server.change = std::move(change);
    return answers_of(std::move(server));
}

inline bool is_prefill(const CompletionRequest& request) {
    const auto& text = answer_script().text_ids;
    return request.n_predict == 1 && request.prompt_ids.size() <= text.size() &&
           request.prompt_ids[0] == text[0];
}

inline bool is_decode(const CompletionRequest& request) { return !is_prefill(request); }

/// A token of a reply, and candidates for its place with their probabilities.
struct Spelt {
    std::string text;
    double probability = 0.9;
    std::vector<std::pair<std::string, double>> others{};
};

/// The id of the token with this text.
inline std::int64_t id_of(const std::string& text) {
    std::int64_t id = 7;
    for (const char byte : text) id = (id * 257 + static_cast<unsigned char>(byte)) % 1'000'003;
    return id;
}

/// A reply of the suite with numbers.
inline std::vector<AnswerPosition> positions_of(const std::string& prompt,
                                                const std::vector<Spelt>& tokens) {
    std::vector<AnswerPosition> positions;
    for (const auto& token : tokens) {
        auto& position = positions.emplace_back();
        position.prompt = prompt;
        position.at = std::ssize(positions) - 1;
        position.token = id_of(token.text);
        position.top.push_back({.token = id_of(token.text),
                                .logprob = std::log(token.probability),
                                .text = token.text});
        for (const auto& [text, probability] : token.others) {
            position.top.push_back(
                {.token = id_of(text), .logprob = std::log(probability), .text = text});
        }
    }
    return positions;
}

/// A request of a boot, as the runner records it.
inline RequestRecord request_of(std::string prompt, const std::string& reasoning,
                                const std::string& content) {
    RequestRecord request;
    request.prompt_sha256 = "of " + prompt;
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
