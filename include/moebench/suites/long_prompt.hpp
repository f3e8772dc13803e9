// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/prompt_calibrator.hpp>
#include <moebench/suite.hpp>
#include <moebench/suites/detail/prompt_texts.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace moebench {

/// `long`: one generated prompt of a given length, the same in each pass. The tokenizer must
/// outlive the suite.
template <Tokenizer T> class LongPromptSuite {
public:
    /// `target_tokens`: minimum length of the user's message, without the chat template.
    LongPromptSuite(T& tokenizer, std::int64_t target_tokens)
        : calibrator_(tokenizer), target_tokens_(target_tokens) {}

    /// "long".
    std::string_view name() const noexcept { return "long"; }

    /// Calibrates the prompt. Errors: Errc::invalid_option for a length below one; those of
    /// PromptCalibrator.
    Task<void> prepare() {
        if (target_tokens_ <= 0) {
            co_return fail(Errc::invalid_option, "long_prompt_tokens must be positive");
        }
        auto prompt = co_await calibrator_.calibrate(detail::render_long_prompt, target_tokens_);
        if (!prompt) co_return prompt.error();
        prompt_ = std::move(*prompt);
        co_return Result<void>();
    }

    /// The prompt, once per pass; then absent. Call prepare() first.
    Task<std::optional<ChatRequest>> next(const History& history) {
        if (!history.empty()) co_return std::nullopt;
        ChatRequest request;
        request.messages.emplace_back("system", std::string(detail::concise_engineer));
        request.messages.emplace_back("user", prompt_.text);
        co_return request;
    }

    /// Does nothing: each pass sends the same prompt.
    void rewind() noexcept {}

    /// The target length and the actual length, in tokens.
    Facts facts() const {
        return {{"long_prompt_target_tokens", target_tokens_},
                {"long_prompt_tokenized_tokens", prompt_.tokens}};
    }

private:
    PromptCalibrator<T> calibrator_;
    std::int64_t target_tokens_;
    CalibratedPrompt prompt_;
};

} // namespace moebench
