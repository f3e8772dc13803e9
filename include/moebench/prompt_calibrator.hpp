// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/task.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace moebench {

/// Counts tokens as the measured server does.
template <class T>
concept Tokenizer = requires(T& tokenizer, std::string text) {
    { tokenizer.count_tokens(std::move(text)) } -> std::same_as<Task<std::size_t>>;
};

/// Returns the text of `n` blocks, n >= 1; more blocks make a longer text.
using PromptRenderer = std::function<std::string(std::int64_t n)>;

/// A text with at least the wanted number of tokens.
struct CalibratedPrompt {
    /// As the renderer returned it.
    std::string text;
    /// Its length as the tokenizer counts it.
    std::int64_t tokens = 0;
    /// The `n` that the renderer was called with.
    std::int64_t blocks = 0;

    CalibratedPrompt() = default;
};

/// Finds how many blocks a prompt needs for a wanted number of tokens. Lifetime: the tokenizer
/// outlives it and its tasks.
template <Tokenizer T> class PromptCalibrator {
public:
    /// Sends nothing yet.
    explicit PromptCalibrator(T& tokenizer) : tokenizer_(tokenizer) {}

    /// Finds the shortest text of at least `target` tokens. If more blocks never have fewer tokens,
    /// it is the text that the original script's bisection finds. Needs about 4 tokenizer calls if
    /// tokens grow evenly with bytes (bisection needs 20 for 60,000 tokens); otherwise it bisects.
    /// Errors: token_target_unreachable if 2^20 blocks are too few; any failure of the tokenizer.
    /// Cancellation: any; nothing to undo.
    Task<CalibratedPrompt> calibrate(PromptRenderer render, std::int64_t target) {
        Search search(target);
        CalibratedPrompt best;
        while (!search.done()) {
            const std::int64_t n = search.next(render);
            if (n > most_blocks) {
                co_return fail(Errc::token_target_unreachable,
                               std::to_string(target) + " tokens need more than " +
                                   std::to_string(most_blocks) + " blocks");
            }
            std::string text = render(n);
            auto tokens = co_await tokenizer_.count_tokens(text);
            if (!tokens) co_return prefixed("calibration", tokens.error());
            const auto count = static_cast<std::int64_t>(*tokens);
            search.observe(n, text.size(), count);
            if (count >= target) {
                best.text = std::move(text);
                best.tokens = count;
                best.blocks = n;
            }
        }
        co_return best;
    }

private:
    static constexpr std::int64_t most_blocks = std::int64_t{1} << 20;

    /// The search, without I/O: it keeps a bracket (too few, enough] and guesses the next number of
    /// blocks with a straight line through the last two counts.
    class Search {
    public:
        explicit Search(std::int64_t target) : target_(target) {}

        bool done() const { return enough_ && *enough_ - too_few_ == 1; }

        std::int64_t next(const PromptRenderer& render) const {
            constexpr int patience =
                8; // after so many calls the counts do not follow a line: bisect
            const std::int64_t most = enough_ ? *enough_ - 1 : most_blocks + 1;
            if (calls_ >= patience) return enough_ ? (too_few_ + *enough_) / 2 : too_few_ * 2;
            return std::clamp(blocks_of_size(render, wanted_bytes(), most), too_few_ + 1, most);
        }

        void observe(std::int64_t n, std::size_t bytes, std::int64_t tokens) {
            ++calls_;
            if (tokens >= target_) enough_ = n;
            if (tokens < target_) too_few_ = n;
            before_ = last_;
            last_ = Point{static_cast<double>(bytes), static_cast<double>(tokens)};
        }

    private:
        struct Point {
            double bytes = 0;
            double tokens = 0;
        };

        double wanted_bytes() const {
            constexpr double bytes_per_token = 3; // first guess, from the original script
            const auto target = static_cast<double>(target_);
            if (last_.tokens <= 0) return target * bytes_per_token;
            const double tokens = last_.tokens - before_.tokens;
            const double bytes = last_.bytes - before_.bytes;
            const bool line = tokens != 0 && bytes / tokens > 0;
            const double slope = line ? bytes / tokens : last_.bytes / last_.tokens;
            return last_.bytes + (target - last_.tokens) * slope;
        }

        /// The fewest blocks whose text has `bytes` bytes; the sizes of two texts give a first
        /// guess.
        std::int64_t blocks_of_size(const PromptRenderer& render, double bytes,
                                    std::int64_t most) const {
            constexpr std::int64_t period =
                64; // a multiple of 4: the original script's templates repeat every 4 blocks
            const auto size = [&](std::int64_t n) { return static_cast<double>(render(n).size()); };
            const double one = size(1);
            const double block = (size(1 + period) - one) / static_cast<double>(period);
            if (bytes <= one || block <= 0) return 1;
            double guess = 1 + (bytes - one) / block;
            const auto whole = [&] {
                return static_cast<std::int64_t>(std::clamp(guess, 1.0, static_cast<double>(most)));
            };
            // later blocks are longer, because they have longer numbers
            for (int i = 0; i < 3; ++i) guess += (bytes - size(whole())) / block;
            auto n = whole();
            while (n > 1 && size(n - 1) >= bytes) --n;
            while (n < most && size(n) < bytes) ++n;
            return n;
        }

        std::int64_t target_;
        std::int64_t too_few_ = 0;
        std::optional<std::int64_t> enough_;
        int calls_ = 0;
        Point before_, last_;
    };

    T& tokenizer_;
};

} // namespace moebench
