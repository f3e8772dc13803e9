// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/suite_spec.hpp>
#include <moebench/prompt_calibrator.hpp>
#include <moebench/suite.hpp>
#include <moebench/suites/builtin_suite.hpp>
#include <moebench/suites/detail/bench_text.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// Something that applies the model's chat template to messages.
template <class T>
concept ChatTemplate = requires(T& server, std::vector<Message> messages) {
    { server.apply_template(std::move(messages)) } -> std::same_as<Task<std::string>>;
};

/// `bench`: the rows of llama-bench, sent to the chat endpoint with real text. The name of a
/// request is its row. `pp512` measures prefill: a prompt of 512 tokens, none of them cached.
/// `tg128` measures decode: a reply of 128 tokens to a short prompt. `... @ d16384`: the same after
/// a chat of 16384 tokens, which the server has in its cache from the row `pp16384` before it. A
/// size counts the whole prompt, chat template included. Each prompt begins with its own salt.
/// Salts differ between passes but not between runs, so the cache only helps where the suite wants
/// it to.
/// Lifetime: the tokenizer must outlive the suite.
template <class T>
    requires Tokenizer<T> && ChatTemplate<T>
class BenchSuite {
public:
    /// `text`: the text that prompts are cut from; must outlive the suite.
    BenchSuite(T& tokenizer, const SuiteSpec& spec, std::string_view text)
        : tokenizer_(tokenizer), calibrator_(tokenizer), text_(text) {
        for (const auto depth : spec.depth) add_rows(spec, depth);
    }

    /// "bench".
    std::string_view name() const noexcept { return "bench"; }

    /// Calibrates the text of each prompt size. Errors: Errc::invalid_option for a size that is too
    /// small for the chat template and a salt; those of PromptCalibrator.
    Task<void> prepare() {
        auto overhead = co_await template_tokens();
        if (!overhead) co_return overhead.error();
        const std::string salt = salt_text(0, 0);
        const PromptRenderer render = [&](std::int64_t words) {
            return salt + detail::first_words(text_, words);
        };
        for (auto& [size, body] : bodies_) {
            auto prompt = co_await calibrator_.calibrate(render, size - *overhead);
            if (!prompt) co_return prompt.error();
            if (prompt->blocks == 1 && prompt->tokens > size - *overhead) {
                co_return fail(Errc::invalid_option,
                               "a prompt of " + std::to_string(size) +
                                   " tokens is too short: the chat template and a salt need " +
                                   std::to_string(*overhead + prompt->tokens));
            }
            body = prompt->text.substr(salt.size());
        }
        co_return Result<void>();
    }

    /// The request of the next row; absent after the last row. Call prepare() first.
    Task<std::optional<ChatRequest>> next(const History& history) {
        if (history.size() >= rows_.size()) co_return std::nullopt;
        const Row& row = rows_[history.size()];
        ChatRequest request;
        request.name = row.name;
        if (row.depth > 0) {
            request.messages.emplace_back("user",
                                          salted(row.depth, static_cast<std::uint64_t>(row.depth)));
            request.expected_cache_n = row.fills_cache ? 0 : row.depth;
            if (!row.fills_cache) {
                request.messages.emplace_back("assistant", "Noted.");
                request.messages.emplace_back("user", continuation(row));
            }
        } else {
            request.messages.emplace_back("user", salted(row.prompt, history.size()));
        }
        request.cache_prompt = row.depth > 0;
        request.measures = row.measures;
        request.max_tokens = row.reply;
        request.ignore_eos = true;
        request.facts = {{"depth", row.depth}};
        co_return request;
    }

    /// The request of a row that needs no cache, with its own salt: the number of warm-up requests
    /// does not change what is measured.
    Task<ChatRequest> warmup_request() {
        std::vector<const Row*> cold;
        for (const auto& row : rows_) {
            if (row.depth == 0 || row.fills_cache) cold.push_back(&row);
        }
        const Row& row = *cold[warmups_ % cold.size()];
        constexpr std::uint64_t no_pass = 0xffffffff;
        auto request =
            ChatRequest::from_user(salt_text(no_pass, warmups_) + bodies_.at(row.prompt));
        ++warmups_;
        request.name = row.name;
        request.cache_prompt = false;
        co_return request;
    }

    /// Starts another pass: the same rows with new salts.
    void rewind() noexcept { ++pass_; }

private:
    struct Row {
        std::string name;
        std::int64_t depth;
        std::int64_t prompt;
        std::int64_t reply;
        Measures measures;
        /// Puts the chat of this depth into the server's cache.
        bool fills_cache = false;
    };

    static constexpr std::int64_t short_prompt = 64;

    void add_rows(const SuiteSpec& spec, std::int64_t depth) {
        constexpr auto prefill = Measures::prefill, decode = Measures::decode;
        if (depth > 0) rows_.push_back({row_name(prefill, depth), depth, depth, 1, prefill, true});
        for (const auto size : spec.pp) {
            rows_.push_back({row_name(prefill, size, depth), depth, size, 1, prefill});
        }
        for (const auto size : spec.tg) {
            rows_.push_back({row_name(decode, size, depth), depth, short_prompt, size, decode});
        }
        for (const auto& row : rows_) bodies_.try_emplace(row.prompt);
    }

    std::string continuation(const Row& row) const {
        return row.measures == Measures::decode
                   ? "Go on."
                   : salted(row.prompt, static_cast<std::uint64_t>(row.prompt));
    }

    std::string salted(std::int64_t size, std::uint64_t which) const {
        return salt_text(pass_, which) + bodies_.at(size);
    }

    /// Sixteen pseudo-random letters: two salts differ early, and take about the same number of
    /// tokens.
    static std::string salt_text(std::uint64_t pass, std::uint64_t which) {
        std::uint64_t bits = (pass << 32U) ^ which ^ 0x9e3779b97f4a7c15U;
        std::string salt;
        for (int i = 0; i < 16; ++i) {
            // splitmix64 (Steele, Lea, Flood 2014)
            bits += 0x9e3779b97f4a7c15U;
            std::uint64_t z = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
            z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
            salt += static_cast<char>('a' + (z ^ (z >> 31U)) % 26);
        }
        return salt + "\n";
    }

    /// Number of tokens that the chat template adds to a user message.
    Task<std::int64_t> template_tokens() {
        std::vector<Message> messages;
        messages.emplace_back("user", "x");
        auto prompt = co_await tokenizer_.apply_template(std::move(messages));
        if (!prompt) co_return prompt.error();
        auto whole = co_await tokenizer_.count_tokens(std::move(*prompt));
        if (!whole) co_return whole.error();
        auto alone = co_await tokenizer_.count_tokens("x");
        if (!alone) co_return alone.error();
        co_return static_cast<std::int64_t>(*whole) - static_cast<std::int64_t>(*alone);
    }

    T& tokenizer_;
    PromptCalibrator<T> calibrator_;
    std::string_view text_;
    std::vector<Row> rows_;
    std::map<std::int64_t, std::string> bodies_; // by size in tokens
    std::uint64_t pass_ = 0;
    std::uint64_t warmups_ = 0;
};

} // namespace moebench
