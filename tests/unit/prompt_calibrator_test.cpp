// SPDX-License-Identifier: MIT
#include <moebench/prompt_calibrator.hpp>
#include <moebench/suites/detail/prompt_texts.hpp>

#include <catch2/catch.hpp>

#include <vector>

#include <support/fake_tokenizer.hpp>
#include <support/run_coroutine.hpp>

namespace moebench::detail {

namespace {

using test::FakeTokenizer;

/// The original script's search, doubling and then bisecting, line by line.
CalibratedPrompt seed_search(const FakeTokenizer& tokenizer, const PromptRenderer& render,
                             std::int64_t target) {
    const auto tokens_of = [&](const std::string& text) {
        return static_cast<std::int64_t>(tokenizer.count(text));
    };
    std::int64_t low = 1;
    std::int64_t high = 1;
    while (tokens_of(render(high)) < target) high *= 2;
    CalibratedPrompt best;
    best.text = render(high);
    best.tokens = tokens_of(best.text);
    while (low <= high) {
        const auto middle = (low + high) / 2;
        auto text = render(middle);
        const auto tokens = tokens_of(text);
        if (tokens < target) {
            low = middle + 1;
        } else {
            best.text = std::move(text);
            best.tokens = tokens;
            high = middle - 1;
        }
    }
    return best;
}

Result<CalibratedPrompt> calibrate(FakeTokenizer& tokenizer, const PromptRenderer& render,
                                   std::int64_t target) {
    tokenizer.calls = 0;
    PromptCalibrator calibrator(tokenizer);
    return test::run_coroutine(calibrator.calibrate(render, target));
}

void check_same_as_seed(FakeTokenizer& tokenizer, const PromptRenderer& render,
                        std::int64_t target) {
    const auto expected = seed_search(tokenizer, render, target);

    const auto found = calibrate(tokenizer, render, target).value();

    INFO("target " << target << ", blocks " << found.blocks << ", calls " << tokenizer.calls);
    REQUIRE(found.tokens == expected.tokens);
    REQUIRE(found.text == expected.text);
    REQUIRE(render(found.blocks) == found.text);
}

/// Counts tokens as a function of the number of lines; render_lines() has one line per block.
FakeTokenizer counts_by_blocks(std::function<double(double)> tokens_of) {
    FakeTokenizer tokenizer;
    tokenizer.count = [tokens_of = std::move(tokens_of)](std::string_view text) {
        const auto blocks = std::count(text.begin(), text.end(), '\n');
        return static_cast<std::size_t>(tokens_of(static_cast<double>(blocks)));
    };
    return tokenizer;
}

std::string render_lines(std::int64_t blocks) {
    std::string text;
    for (std::int64_t i = 0; i < blocks; ++i) text += "a line of a block\n";
    return text;
}

} // namespace

TEST_CASE("long prompts are those of the original script, in at most five calls",
          "[prompt_calibrator]") {
    const std::int64_t target =
        GENERATE(1, 97, 98, 99, 100, 300, 777, 1'000, 4'096, 8'192, 16'384, 60'000);
    FakeTokenizer tokenizer;

    check_same_as_seed(tokenizer, render_long_prompt, target);

    CHECK(tokenizer.calls <= 5);
}

TEST_CASE("the texts of all turns are those of the original script, in at most five calls",
          "[prompt_calibrator]") {
    const std::int64_t turn = GENERATE(1, 2, 3, 4, 10, 20, 100);
    const PromptRenderer render = [turn](std::int64_t n) { return render_medium_turn(turn, n); };
    FakeTokenizer tokenizer;

    for (const std::int64_t target : {1, 50, 301, 2'000, 5'000, 10'000}) {
        check_same_as_seed(tokenizer, render, target);
        CHECK(tokenizer.calls <= 5);
    }
}

TEST_CASE("a constant number of bytes per token needs at most five calls", "[prompt_calibrator]") {
    const double bytes_per_token = GENERATE(1.0, 1.7, 2.9, 3.0, 4.5, 12.0, 170.0);
    FakeTokenizer tokenizer;
    tokenizer.count = [&](std::string_view text) {
        return static_cast<std::size_t>(static_cast<double>(text.size()) / bytes_per_token);
    };

    for (const std::int64_t size : {100, 600, 1'000, 10'000, 60'000}) { // bytes
        const auto target = static_cast<std::int64_t>(static_cast<double>(size) / bytes_per_token);
        check_same_as_seed(tokenizer, render_long_prompt, target);
        INFO("target " << target);
        CHECK(tokenizer.calls <= 5);
    }
}

TEST_CASE("if tokens grow unevenly, the text is still that of the original script",
          "[prompt_calibrator]") {
    const auto shape = GENERATE(0, 1, 2, 3, 4, 5, 6, 7);
    const std::vector<std::function<double(double)>> shapes = {
        [](double n) { return n * n; },
        [](double n) { return 50 * std::sqrt(n); },
        [](double n) { return 100 * std::floor(n / 100); },            // steps
        [](double n) { return n < 700 ? 1.0 : 1e6; },                  // one jump
        [](double n) { return n < 500 ? 10 * n : 5'000 + (n - 500); }, // a bend
        [](double n) { return n < 500 ? n : 500 + 40 * (n - 500); },   // the other bend
        [](double n) { return n < 100 ? 0.0 : n; },                    // nothing at first
        [](double n) { return std::exp2(std::min(n, 600.0) / 20); },
    };
    auto tokenizer = counts_by_blocks(shapes[static_cast<std::size_t>(shape)]);

    for (const std::int64_t target : {1, 2, 99, 100, 101, 500, 777, 1'000}) {
        check_same_as_seed(tokenizer, render_lines, target);
        CHECK(tokenizer.calls <= 40);
    }
}

TEST_CASE("a noisy count that never falls gives the original script's text",
          "[prompt_calibrator]") {
    const auto seed = static_cast<unsigned>(GENERATE(range(0, 20)));
    auto tokenizer = counts_by_blocks([seed](double n) {
        std::uint64_t state = seed * 7'919U + 1;
        double tokens = 0;
        for (double i = 0; i < n; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            tokens += static_cast<double>(state >> 60U);
        }
        return tokens;
    });

    for (const std::int64_t target : {1, 37, 400, 3'000}) {
        check_same_as_seed(tokenizer, render_lines, target);
    }
}

TEST_CASE("a target that one block reaches needs one block", "[prompt_calibrator]") {
    FakeTokenizer tokenizer;

    const auto found = calibrate(tokenizer, render_long_prompt, 1).value();

    CHECK(found.blocks == 1);
    CHECK(found.text == render_long_prompt(1));
    CHECK(found.tokens == static_cast<std::int64_t>(test::count_words(found.text)));
}

TEST_CASE("a target that no text reaches is an error, not an endless search",
          "[prompt_calibrator]") {
    auto tokenizer = counts_by_blocks([](double) { return 5.0; });
    const PromptRenderer render = [](std::int64_t) { return std::string("the same"); };

    const auto found = calibrate(tokenizer, render, 6);

    CHECK(found.error().code == Errc::token_target_unreachable);
    CHECK(tokenizer.calls < 50);
}

TEST_CASE("a tokenizer that fails ends the search at once", "[prompt_calibrator]") {
    FakeTokenizer tokenizer;
    tokenizer.fail_at = GENERATE(1, 2, 3);

    const auto found = calibrate(tokenizer, render_long_prompt, 8'192);

    CHECK(found.error().code == Errc::http_status);
    CHECK(found.error().context == "calibration: POST /tokenize: 503 Loading");
    CHECK(tokenizer.calls == tokenizer.fail_at);
}

} // namespace moebench::detail
