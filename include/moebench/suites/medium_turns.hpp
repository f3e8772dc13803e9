// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/suite_spec.hpp>
#include <moebench/prompt_calibrator.hpp>
#include <moebench/suite.hpp>
#include <moebench/suites/detail/prompt_texts.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// `medium-turns`: one conversation that grows by a calibrated chunk per turn, until a prompt
/// reaches the target size or the maximum number of turns is reached. It always uses the prompt
/// cache. A failed turn ends it, because the next prompt needs the reply. The tokenizer must
/// outlive the suite.
template <Tokenizer T> class MediumTurnsSuite {
public:
    /// See SinglePassSuite: a part of the conversation measures something else.
    static constexpr bool single_pass = true;

    /// Uses only the members of `spec` for `medium-turns`.
    MediumTurnsSuite(T& tokenizer, SuiteSpec spec)
        : calibrator_(tokenizer), spec_(std::move(spec)) {
        rewind();
    }

    /// "medium-turns".
    std::string_view name() const noexcept { return "medium-turns"; }

    /// Checks the sizes; chunks are calibrated turn by turn. Errors: Errc::invalid_option for a
    /// chunk below one token.
    Task<void> prepare() {
        if (spec_.medium_turn_tokens <= 0) {
            co_return fail(Errc::invalid_option, "medium_turn_tokens must be positive");
        }
        co_return Result<void>();
    }

    /// The conversation with the last reply and one more chunk, which is calibrated here; absent at
    /// the end. Errors: those of PromptCalibrator.
    Task<std::optional<ChatRequest>> next(const History& history) {
        const ChatReply* last = history.last();
        if (last != nullptr && last->ok()) ++good_turns_;
        if (last != nullptr && is_over(*last)) co_return std::nullopt;
        if (static_cast<std::int64_t>(history.size()) >= spec_.medium_max_turns) {
            co_return std::nullopt;
        }
        if (last != nullptr) {
            messages_.emplace_back("assistant",
                                   spec_.fixed_replies ? std::string(canned_reply) : last->content);
        }

        const auto turn = static_cast<std::int64_t>(history.size()) + 1;
        auto chunk = co_await calibrate(turn);
        if (!chunk) co_return chunk.error();
        chunk_tokens_.push_back(chunk->tokens);
        messages_.emplace_back("user", chunk->text);
        ChatRequest request(messages_);
        request.cache_prompt = true;
        request.facts = {{"turn", turn}, {"chunk_tokenized_tokens", chunk->tokens}};
        co_return request;
    }

    /// Starts a new conversation, with the system message only.
    void rewind() {
        messages_.clear();
        messages_.emplace_back("system", std::string(detail::remembering_engineer));
    }

    /// A chunk of the same length that differs from all turns, so that turn 1 is not in the
    /// server's cache.
    Task<ChatRequest> warmup_request() {
        auto chunk = co_await calibrate(0);
        if (!chunk) co_return chunk.error();
        co_return ChatRequest::from_user(std::move(chunk->text));
    }

    /// The requested sizes, the number of turns with a good reply, and the smallest and largest
    /// chunk.
    Facts facts() const {
        const auto [least, most] = std::minmax_element(chunk_tokens_.begin(), chunk_tokens_.end());
        const bool none = chunk_tokens_.empty();
        return {{"medium_turn_tokens", spec_.medium_turn_tokens},
                {"medium_target_tokens", spec_.medium_target_tokens},
                {"medium_max_turns", spec_.medium_max_turns},
                {"medium_actual_turns", good_turns_},
                {"medium_chunk_tokenized_min", none ? 0 : *least},
                {"medium_chunk_tokenized_max", none ? 0 : *most}};
    }

private:
    static constexpr std::string_view canned_reply =
        "Acknowledged. The routing and copy details of this chunk are kept for the next turn.";

    bool is_over(const ChatReply& last) const {
        return !last.ok() || last.usage.prompt_tokens.value_or(0) >= spec_.medium_target_tokens;
    }

    Task<CalibratedPrompt> calibrate(std::int64_t turn) {
        const PromptRenderer render = [turn](std::int64_t blocks) {
            return detail::render_medium_turn(turn, blocks);
        };
        co_return co_await calibrator_.calibrate(render, spec_.medium_turn_tokens);
    }

    PromptCalibrator<T> calibrator_;
    SuiteSpec spec_;
    std::vector<Message> messages_;
    std::vector<std::int64_t> chunk_tokens_;
    std::int64_t good_turns_ = 0;
};

} // namespace moebench
