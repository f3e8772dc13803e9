// SPDX-License-Identifier: MIT
// How often PromptCalibrator asks the tokenizer, over targets of 1 to 1,000,000 tokens, and whether
// it finds the text that a bisection finds. calibration-calls quick|all: a line of JSON a decade.
#include <moebench/prompt_calibrator.hpp>
#include <moebench/suites/detail/prompt_texts.hpp>
#include <moebench/task.hpp>

#include <algorithm>
#include <iostream>
#include <string_view>

namespace {

using namespace moebench;

/// Tokens as byte-pair encodings of English have them: a word's first six letters, each further
/// four, each digit, each other byte but single blanks.
std::size_t tokens_of(std::string_view text) {
    std::size_t tokens = 0;
    std::size_t letters = 0;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter && (letters == 0 || (letters >= 6 && (letters - 6) % 4 == 0))) ++tokens;
        letters = letter ? letters + 1 : 0;
        if (!letter && c != ' ') ++tokens;
    }
    return tokens;
}

struct CountingTokenizer {
    std::int64_t calls = 0;

    Task<std::size_t> count_tokens(std::string text) {
        ++calls;
        co_return tokens_of(text);
    }
};

/// The seed's search, less its second count of the first text that is long enough.
std::string bisect(std::int64_t target, std::int64_t& calls) {
    const auto enough = [&](std::int64_t n) {
        ++calls;
        return static_cast<std::int64_t>(tokens_of(detail::render_long_prompt(n))) >= target;
    };
    std::int64_t low = 1, high = 1;
    while (!enough(high)) high *= 2;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (enough(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return detail::render_long_prompt(low);
}

void measure(std::int64_t from, std::int64_t to, int prompts) {
    std::int64_t calls = 0, most = 0, bisection = 0;
    int wrong = 0;
    for (int i = 0; i < prompts; ++i) {
        const std::int64_t target = from + (to - from) * i / std::max(1, prompts - 1);
        CountingTokenizer tokenizer;
        PromptCalibrator<CountingTokenizer> calibrator(tokenizer);
        const auto found = sync_wait(calibrator.calibrate(detail::render_long_prompt, target));
        calls += tokenizer.calls;
        most = std::max(most, tokenizer.calls);
        if (!found || found->text != bisect(target, bisection)) ++wrong;
    }
    std::cout << R"({"from": )" << from << R"(, "to": )" << to << R"(, "prompts": )" << prompts
              << R"(, "mean": )" << static_cast<double>(calls) / prompts << R"(, "most": )" << most
              << R"(, "bisection_mean": )" << static_cast<double>(bisection) / prompts
              << R"(, "wrong": )" << wrong << "}\n";
}

} // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): an exception may end it
int main(int argc, char** argv) {
    const bool quick = argc > 1 && std::string_view(argv[1]) == "quick";
    const std::int64_t last = quick ? 1'000 : 1'000'000;
    for (std::int64_t from = 1; from < last; from *= 10) {
        measure(from, from * 10, quick ? 5 : from < 10'000 ? 100 : 20);
    }
}
