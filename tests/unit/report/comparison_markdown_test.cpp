// SPDX-License-Identifier: MIT
#include "support/comparison_fixture.hpp"

#include <moebench/report/comparison_markdown.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>
#include <string>

using Catch::Contains;

namespace moebench {

namespace {

std::string markdown_of(const ComparisonResult& result) {
    return render_comparison_markdown(result);
}

} // namespace

TEST_CASE("the first line is the conclusion", "[comparison_markdown]") {
    CHECK_THAT(markdown_of(usual_fixture()),
               Catch::StartsWith("**candidate** against **baseline**: faster: prefill "
                                 "+5.9 % \\[+4.7 %, +7.1 %\\], decode +1.0 %"));
}

TEST_CASE("tested metrics come first in the table, rows after them", "[comparison_markdown]") {
    const auto text = markdown_of(usual_fixture());

    CHECK_THAT(text, Contains("| Model | Test | t/s baseline | t/s candidate | Speedup | "
                              "95 % interval | Verdict |\n"
                              "| :--- | :--- | ---: | ---: | ---: | :--- | :--- |\n"
                              "| qwen 30b.gguf | prefill, all tests | 919.8 | 974.3 | 1.059 | "
                              "\\[1.047, 1.071\\] 97.5 % | faster |\n"));
    CHECK_THAT(text, Contains("| qwen 30b.gguf | pp512 | 813.5 | 861.3 | 1.059 | "
                              "\\[1.049, 1.068\\] |  |\n"));
    CHECK_THAT(text, Contains("for information, not tested"));
}

TEST_CASE("times are in their own table, and folded where none is tested",
          "[comparison_markdown]") {
    const std::string head = "| Model | Test | time baseline | time candidate | Speedup |";
    const std::string row = "| TTFT, all tests | 1.592 s | 1.504 s | 1.059 |";
    auto result = usual_fixture();
    auto text = markdown_of(result);
    CHECK_THAT(text.substr(text.find("<summary>Times")), Contains(head) && Contains(row));
    CHECK_THAT(text.substr(0, text.find("<details>")), !Contains("TTFT"));

    result.experiment.metrics = {"ttft_s"};
    conclude(result);
    text = markdown_of(result);

    CHECK_THAT(text.substr(0, text.find("<details>")),
               Contains(head) && Contains(row) && Contains("| pp512 | 813.5 |"));
    CHECK_THAT(text, !Contains("<summary>Times"));
}

TEST_CASE("answers are visible, with the reason why they diverge", "[comparison_markdown]") {
    const auto text = markdown_of(divergent_fixture());

    const auto in_sight = text.substr(0, text.find("<details>"));
    CHECK_THAT(in_sight,
               Contains("- candidate: answers divergent: the same next token at 275 of 280 "
                        "positions; 9 of 12 replies"));
    CHECK_THAT(in_sight, Contains("other text from token 18 of answer: base"));
}

TEST_CASE("the figures of close answers are shown once", "[comparison_markdown]") {
    const auto text = markdown_of(close_fixture());

    CHECK_THAT(text, Contains("- candidate: answers close: the same next token at 280 of 280"));
    CHECK(text.find("mean KL 2e-08") == text.rfind("mean KL 2e-08"));
}

TEST_CASE("only undeclared differences are visible", "[comparison_markdown]") {
    CHECK_THAT(markdown_of(usual_fixture()), !Contains("Differences"));
    const auto text = markdown_of(confounded_fixture());
    CHECK_THAT(text, Contains("- CONFOUNDED: candidate: n_ctx: 8192 -> 4096\n") &&
                         Contains("- undeclared: candidate: build flags") &&
                         !Contains("- declared"));
}

TEST_CASE("caveats are visible", "[comparison_markdown]") {
    const auto text = markdown_of(doubtful_fixture());

    const auto in_sight = text.substr(0, text.find("<details>"));
    CHECK_THAT(in_sight, Contains("Caveats:") && Contains("FALSE DIFFERENCE") &&
                             Contains("clock_drop") && Contains("round 4: prefill, decode far") &&
                             Contains("drifts"));
}

TEST_CASE("command lines can be pasted into a shell", "[comparison_markdown]") {
    const auto text = markdown_of(usual_fixture());

    CHECK_THAT(text, Contains("```\nLLAMA_ARG_FLASH_ATTN=auto \\\nGGML_OP_OFFLOAD_MIN_BATCH=32 \\\n"
                              "/opt/llama/candidate/llama-server -m '/models/qwen 30b.gguf' "
                              "--cpu-moe --port 41234\n```\n"));
    CHECK_THAT(text, Contains("```\nmoebench compare --baseline main/llama-server --candidate "
                              "patch/llama-server -m '/models/qwen 30b.gguf' --boots 5\n```\n"));
}

TEST_CASE("build, machine, method and boots are folded", "[comparison_markdown]") {
    const auto text = markdown_of(usual_fixture());

    const auto folded = text.substr(text.find("<details>"));
    CHECK_THAT(folded,
               Contains("**candidate** (candidate/llama-server): b11434-82bb48500, SHA-256"));
    CHECK_THAT(folded, Contains("- CPU: AMD EPYC 7443P") &&
                           Contains("- cores: 24 cores, 48 threads") &&
                           Contains("- memory: 251.5 GiB") && Contains("- GPU: NVIDIA") &&
                           Contains("- kernel: Linux 6.8.0"));
    CHECK_THAT(folded,
               Contains("(seed 42)") && Contains("95 % for 2 tests") && Contains("within ±1 %"));
    CHECK_THAT(folded, Contains("| 10 | candidate | measured | 5 | 3 min 1 s | completed |"));
}

TEST_CASE("a comparison without boots or arms has no empty folds", "[comparison_markdown]") {
    CHECK(markdown_of(ComparisonResult()) == "Nothing was compared.\n");
    auto without = fixture_of({{"baseline"}, {"candidate"}}, 0);
    without.experiment.command_line.clear();
    CHECK_THAT(markdown_of(without), !Contains("Machine") && !Contains("<summary>Boots") &&
                                         !Contains("Repeat it") && Contains("no boot"));
}

TEST_CASE("a comparison that ended early says so in bold", "[comparison_markdown]") {
    CHECK_THAT(markdown_of(failed_arm_fixture()),
               Contains("**ended because an arm failed: candidate: signal 11**"));
}

TEST_CASE("text from a server breaks neither table nor page", "[comparison_markdown]") {
    const auto text = markdown_of(hostile_fixture());

    CHECK_THAT(text, !Contains("\xff") && !Contains("\x1b"));
    CHECK_THAT(text, Contains("$'<script>alert(1)</script>|`x`\\x1b[31m\\xff&\"\\'\\x0a'\n```\n"));
    std::istringstream lines(text);
    bool fenced = false;
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        if (line.starts_with("```")) fenced = !fenced;
        if (fenced) continue;
        CHECK(line.find("<script>") == std::string::npos);
        if (!line.starts_with("| ") || line.starts_with("| --")) continue;
        const auto bars = std::count(line.begin(), line.end(), '|');
        CHECK((bars == 7 || bars == 8 || line.find("\\|") != std::string::npos));
    }
}

} // namespace moebench
