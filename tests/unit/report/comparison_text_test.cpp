// SPDX-License-Identifier: MIT
#include "support/comparison_fixture.hpp"

#include <moebench/detail/utf8.hpp>
#include <moebench/report/comparison_html.hpp>
#include <moebench/report/comparison_markdown.hpp>
#include <moebench/report/comparison_text.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

using Catch::Contains;

namespace moebench {

namespace {

std::string text_of(const ComparisonResult& result, std::size_t columns = 100) {
    ScreenOptions screen;
    screen.columns = columns;
    return render_comparison_text(result, screen);
}

/// With line breaks as spaces: it does not matter where a line ends.
std::string prose_of(const ComparisonResult& result) {
    std::string prose;
    for (const char c : text_of(result)) {
        if (c == '\n' || c == ' ') {
            if (!prose.ends_with(' ')) prose += ' ';
        } else {
            prose += c;
        }
    }
    return prose;
}

} // namespace

TEST_CASE("the screen begins with the conclusions, then setting and table", "[comparison_text]") {
    const auto text = text_of(usual_fixture());

    CHECK_THAT(text, Catch::StartsWith("candidate: faster: prefill +5.9 % [+4.7 %, +7.1 %], "
                                       "decode +1.0 %"));
    CHECK_THAT(text, Contains("answers identical\nagainst baseline: qwen 30b.gguf, suite bench, "
                              "profile measure, 5 rounds of 2 boots, took 1 h 12 min\n\n| metric"));
}

TEST_CASE("readers are told of rounds, never of blocks", "[comparison_text]") {
    auto extended = doubtful_fixture();
    extended.experiment.extended_boots = 9;
    const auto result = GENERATE_COPY(
        usual_fixture(), confounded_fixture(), divergent_fixture(), extended, failed_arm_fixture(),
        fixture_of({{"baseline"}, {"candidate"}}, 0), fixture_of({{"baseline"}, {"candidate"}}, 1),
        fixture_of({{"baseline"}, {"candidate"}}, 2));
    const auto page = render_comparison_html(result);

    CHECK_THAT(text_of(result), !Contains("block", Catch::CaseSensitive::No));
    CHECK_THAT(render_comparison_markdown(result), !Contains("block", Catch::CaseSensitive::No));
    CHECK_THAT(page.substr(page.find("</style>")), !Contains("block", Catch::CaseSensitive::No));
}

TEST_CASE("tested metrics have interval, level and verdict", "[comparison_text]") {
    const auto text = text_of(usual_fixture());

    CHECK_THAT(text, Contains("| metric  | baseline    | candidate   | speedup [95 %]"));
    CHECK_THAT(text, Contains("| prefill | 919.8 tok/s | 974.3 tok/s | "
                              "1.059 [1.047, 1.071] | faster       |"));
    CHECK_THAT(text, Contains("1.010 [0.996, 1.024] | inconclusive |"));
    CHECK_THAT(text, Contains("| TTFT       | 1.592 s     | 1.504 s     | 1.059 [1.049, 1.068] |"));
    CHECK_THAT(text,
               Contains("|\nA speedup above 1 is faster, of times too. In brackets: the range "
                        "of the true speedup, with at least\n"
                        "  95 % confidence.\n"));
}

TEST_CASE("single prompts have no verdict", "[comparison_text]") {
    const auto text = text_of(usual_fixture());

    CHECK_THAT(text, Contains("| not tested | baseline"));
    CHECK_THAT(text, Contains("| pp512      | 813.5 tok/s | 861.3 tok/s | "
                              "1.059 [1.049, 1.068] |\n"));
}

TEST_CASE("identical answers have the number of positions and replies", "[comparison_text]") {
    CHECK_THAT(text_of(usual_fixture()),
               Contains("\ncandidate: answers identical: the same next token at 280 of 280 "
                        "positions; 12 of 12 replies the same\n  on every boot\n"));
}

TEST_CASE("answers that were not compared have no figures", "[comparison_text]") {
    auto result = usual_fixture();
    result.answers[0] = AnswerJudgement();
    result.answers[0].arm = "candidate";
    result.answers[0].texts = 7;

    CHECK_THAT(text_of(result), Contains("\ncandidate: answers not compared\n"));
}

TEST_CASE("answers that diverge show where", "[comparison_text]") {
    const auto prose = prose_of(divergent_fixture());

    CHECK_THAT(prose, Contains("answers divergent: the same next token at 275 of 280 positions; "
                               "9 of 12 replies the same on every boot; baseline itself does not "
                               "repeat its replies"));
    CHECK_THAT(prose, Contains(" decode: mean KL 0.012 ± 4e-04, largest KL 1.250, 2 without a "
                               "number (baseline against itself: mean KL 0 ± 0) ") &&
                          !Contains("prefill: mean KL"));
    CHECK_THAT(prose, Contains(" decode: other text from token 18 of answer: base: \" slow\" where "
                               "the baseline has \" quick\" (3 of 256 positions)"));
    CHECK_THAT(prose, Contains("answer: base: other text from token 18: \" slow\" where the "
                               "baseline has \" quick\" (3 of 256 positions) decode: mean"));
    CHECK_THAT(prose, Contains("farthest: answer: base, decode at 17: baseline says \" quick\", "
                               "candidate \" slow\" (KL 1.250) after \"The\""));
    CHECK_THAT(prose, !Contains("text, prefill at 4096"));
    CHECK(prose.find("show no near tie") == prose.rfind("show no near tie"));
}

TEST_CASE("close answers have their figures once", "[comparison_text]") {
    const auto prose = prose_of(close_fixture());

    CHECK_THAT(prose,
               Contains("answers close: the same next token at 280 of 280 positions; 9 of 12 "
                        "replies the same on every boot close: pp512, answer: base decode: mean "
                        "KL 2e-08 ± 1e-09, largest KL 3e-07, log-probability of the baseline's "
                        "tokens -2e-05 ± "
                        "3e-06 (baseline against itself: mean KL 4e-09 ± 0)"));
    CHECK_THAT(prose, !Contains("numbers differ within the limits"));
}

TEST_CASE("of many prompts, six that are worse than close are listed, and the close are counted",
          "[comparison_text]") {
    const auto [worse, close, line] = GENERATE(table<int, int, std::string>({
        {6, 4, " close: p, p, p, p "},
        {7, 5, " and 1 more close: 5 prompts "},
        {9, 17, " and 3 more close: 17 prompts "},
    }));
    auto result = divergent_fixture();
    auto& prompts = result.answers[0].prompts;
    prompts.assign(static_cast<std::size_t>(worse), divergent_answer("worse"));
    prompts.resize(static_cast<std::size_t>(worse + close),
                   fixture_answer("p", AnswerVerdict::close, AnswerReason::other_numbers));

    const auto prose = prose_of(result);

    CHECK_THAT(prose, Contains(line));
    CHECK((prose.find(" more close: ") == std::string::npos) == (worse == 6));
    const std::string one = " worse: other text";
    int listed = 0;
    for (auto at = prose.find(one); at != std::string::npos; at = prose.find(one, at + 1)) ++listed;
    CHECK(listed == 6);
}

TEST_CASE("what confounds comes first among the differences", "[comparison_text]") {
    const auto text = text_of(confounded_fixture());

    CHECK_THAT(text, Contains("candidate: confounded: undeclared difference in n_ctx, 8192"));
    CHECK_THAT(text, Contains("differences:\n"
                              "  CONFOUNDED: candidate: n_ctx: 8192 -> 4096\n"
                              "  undeclared: candidate: build flags: -O2 -> -O3\n"
                              "  declared: candidate: binary: "));
    CHECK_THAT(text, Contains("make what is CONFOUNDED the same in all arms") &&
                         !Contains("more rounds would"));
}

TEST_CASE("what forbids a verdict in the headline forbids it in every table", "[comparison_text]") {
    auto unsteady = usual_fixture();
    unsteady.differences.push_back(
        {"baseline", "n_ctx from boot to boot", "4096", "2048", false, true});
    auto unfit = usual_fixture();
    unfit.null_spread = {{unfit.tested.metrics[1].metric, "baseline B", 0.002, 1.05, true}};
    const auto [result, word] = GENERATE_COPY(table<ComparisonResult, std::string>(
        {{confounded_fixture(), "confounded"}, {unsteady, "confounded"}, {unfit, "no verdict"}}));

    CHECK_THAT(text_of(result), Contains("| " + word) && !Contains("| faster"));
    CHECK_THAT(render_comparison_markdown(result),
               Contains("97.5 % | " + word) && !Contains("| faster"));
    CHECK_THAT(render_comparison_html(result),
               Contains("verdict tone unsure\">" + word) && !Contains("verdict tone good"));
}

TEST_CASE("caveats are named", "[comparison_text]") {
    const auto prose = prose_of(doubtful_fixture());

    CHECK_THAT(prose,
               Contains("baseline, round 2: clock_drop: CPU clock fell from 3.9 to 2.8 GHz"));
    CHECK_THAT(prose, Contains("candidate, round 3: server_died: signal 9"));
    CHECK_THAT(prose,
               Contains("candidate, round 4: prefill, decode far from the arm's other boots"));
    CHECK_THAT(prose, Contains("the speedup of decode drifts (+0.40 % per round, p 0.002)"));
    CHECK_THAT(prose, Contains("baseline on its own drifts: prefill (-1.0 % per round, p < "
                               "0.001), decode (-1.0 % per round, p < 0.001); drift that all"));
    CHECK_THAT(prose,
               Contains("candidate, round 3 left out of: prefill, decode (candidate has no"));
}

TEST_CASE("an A/A shows the smallest change that the machine can show", "[comparison_text]") {
    const auto prose = prose_of(doubtful_fixture());

    // (2.776 + 0.941) * 0.4 % / sqrt(5)
    CHECK_THAT(prose, Contains("prefill: spread 0.40 % per round, farthest speedup 1.006; no false "
                               "difference; with 5 rounds a change of 0.67 % is found in 80 % of "
                               "comparisons"));
    CHECK_THAT(prose, Contains("farthest speedup 0.981; FALSE DIFFERENCE: this machine shows"));
    CHECK_THAT(prose, !Contains("an A/A run would"));
}

TEST_CASE("a comparison of the baseline with itself is an A/A", "[comparison_text]") {
    auto result = fixture_of({{"baseline"}, {"second"}, {"third"}}, 5);
    result.experiment.aa = true;
    result.null_spread = null_spreads(result.tested);
    const auto prose = prose_of(result);

    CHECK_THAT(prose, Contains("A/A, baseline against itself: prefill: spread ") &&
                          Contains("no false difference; with 5 rounds a change of "));
    CHECK_THAT(prose, !Contains("A/A run would") && !Contains("more rounds would"));
    CHECK_THAT(render_comparison_html(result), Contains("A/A: baseline against itself"));
}

TEST_CASE("how to be surer is told in rounds", "[comparison_text]") {
    auto hopeless = usual_fixture();
    auto& decode = hopeless.tested.metrics[1];
    for (auto& block : decode.blocks) block.log_ratio = block.block % 2 == 0 ? 0.5 : -0.4;

    CHECK_THAT(prose_of(usual_fixture()),
               Contains("to be surer: candidate: decode: ") &&
                   Contains(" more rounds would decide in 8 of 10 cases (") &&
                   Contains("an A/A run would show"));
    CHECK_THAT(text_of(hopeless), Contains("decode: more rounds would hardly decide") ||
                                      Contains("or many more rounds would decide"));
    CHECK_THAT(text_of(divergent_fixture()), !Contains("more rounds would"));
}

TEST_CASE("a comparison of no, one or two rounds says what is missing", "[comparison_text]") {
    const auto text_after = [](int blocks) {
        return text_of(fixture_of({{"baseline"}, {"candidate", 0.9}}, blocks));
    };

    CHECK_THAT(text_after(0), Contains("No metric was compared."));
    CHECK_THAT(text_after(1), Contains("0.905 (1 round)"));
    CHECK_THAT(text_after(1), Contains("prefill, decode: 2 more rounds needed for a verdict"));
    CHECK_THAT(text_after(2), Contains("] | too few rounds"));
}

TEST_CASE("a comparison that ended early says how", "[comparison_text]") {
    auto interrupted = usual_fixture();
    interrupted.end = ComparisonEnd::interrupted;

    CHECK_THAT(text_of(interrupted), Contains("\ninterrupted; what was measured is kept\n"));
    CHECK_THAT(text_of(failed_arm_fixture()),
               Contains("\nended because an arm failed: candidate: signal 11\n") &&
                   Contains("candidate: failed: a boot of candidate, signal 11, last line: CUDA") &&
                   Contains("candidate, round 1: server_died: signal 11, last line: CUDA error"));
    CHECK(text_of(ComparisonResult()) == "Nothing was compared.\n");

    auto with_log = failed_arm_fixture();
    with_log.failure = "candidate: exited with code 1; the end of its log:\nline\nline";
    CHECK_THAT(text_of(with_log), Contains("candidate: exited with code 1; the end of its log\n"));
}

TEST_CASE("each further arm has its own tables and lines", "[comparison_text]") {
    const auto text = text_of(fixture_of({{"main"}, {"patch-a", 1.06}, {"patch-b", 0.9}}, 5));

    CHECK_THAT(text, Contains("| metric  | main        | patch-a     |") &&
                         Contains("| metric  | main        | patch-b     |"));
    const auto second = text.substr(text.find("| patch-b "));
    CHECK(second.find("\n| prefill ") == second.rfind("\n| prefill "));
    CHECK_THAT(text,
               Contains("patch-a: answers identical") && Contains("patch-b: answers identical"));
}

TEST_CASE("no line is wider than the screen, whatever it contains", "[comparison_text]") {
    const auto width = GENERATE(std::size_t{20}, std::size_t{60}, std::size_t{100});
    auto long_names = usual_fixture();
    for (auto* comparison : {&long_names.tested, &long_names.rows}) {
        for (auto& metric : comparison->metrics) {
            metric.arm = std::string(120, 'x');
            metric.metric.prompt += std::string(120, 'y');
        }
    }
    long_names.experiment.arms = {std::string(130, 'z'), std::string(120, 'x')};
    const auto result = GENERATE_COPY(usual_fixture(), hostile_fixture(), doubtful_fixture(),
                                      divergent_fixture(), long_names);

    std::istringstream lines(text_of(result, width));
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(static_cast<std::size_t>(detail::count_code_points(line)) <= width);
    }
}

TEST_CASE("no word is broken on a screen of 60 or 100 columns", "[comparison_text]") {
    const auto width = GENERATE(std::size_t{60}, std::size_t{100});
    const auto result = GENERATE_COPY(
        usual_fixture(), close_fixture(), confounded_fixture(), divergent_fixture(),
        doubtful_fixture(), failed_arm_fixture(), fixture_of({{"baseline"}, {"candidate"}}, 2),
        fixture_of({{"llama-server-main"}, {"llama-server-patch", 1.06}}, 6));
    const auto words_of = [](const std::string& text) {
        std::istringstream all(text);
        return std::set<std::string>(std::istream_iterator<std::string>(all), {});
    };
    const auto whole = words_of(text_of(result, 1000));

    for (const auto& word : words_of(text_of(result, width))) {
        CAPTURE(word);
        CHECK((whole.contains(word) || word.starts_with("|--") || word.ends_with(',') ||
               word.ends_with(':')));
    }
}

TEST_CASE("a table that is too wide loses the arms' values, then becomes lines",
          "[comparison_text]") {
    const auto result = usual_fixture();

    CHECK_THAT(text_of(result, 60),
               Contains("| metric  | speedup [95 %]       | verdict      |\n") &&
                   Contains("| pp512      | 1.059 [1.049, 1.068] |\n"));
    CHECK_THAT(text_of(result, 40),
               Contains("prefill: baseline 919.8 tok/s, candidate\n  974.3 tok/s, speedup [95 %] "
                        "1.059\n  [1.047, 1.071], verdict faster\n"));
}

TEST_CASE("colours are only on verdicts, and move nothing", "[comparison_text]") {
    const auto result =
        GENERATE(usual_fixture(), confounded_fixture(), divergent_fixture(), hostile_fixture());
    ScreenOptions screen;
    screen.columns = GENERATE(std::size_t{40}, std::size_t{60}, std::size_t{100});
    const auto plain = render_comparison_text(result, screen);
    screen.colours = true;
    auto coloured = render_comparison_text(result, screen);

    int painted = 0;
    for (auto at = coloured.find('\x1b'); at != coloured.npos; at = coloured.find('\x1b', at)) {
        const auto end = coloured.find('m', at);
        CHECK_THAT("\x1b[0m \x1b[31m \x1b[32m \x1b[33m",
                   Contains(coloured.substr(at, end + 1 - at)));
        coloured.erase(at, end + 1 - at);
        ++painted;
    }
    CHECK(coloured == plain);
    CHECK(painted >= 6);
}

TEST_CASE("faster is green, slower is red, and what is not decided is yellow",
          "[comparison_text]") {
    ScreenOptions screen;
    screen.colours = true;
    const auto text = render_comparison_text(usual_fixture(), screen);

    CHECK_THAT(text, Catch::StartsWith("candidate: \x1b[32mfaster\x1b[0m: prefill"));
    CHECK_THAT(text, Contains("] | \x1b[32mfaster\x1b[0m       |\n") &&
                         Contains("| \x1b[33minconclusive\x1b[0m |\n") &&
                         Contains("candidate: answers \x1b[32midentical\x1b[0m: the same"));
    CHECK_THAT(render_comparison_text(fixture_of({{"baseline"}, {"slower", 0.9, 0.9}}, 5), screen),
               Catch::StartsWith("slower: \x1b[31mslower\x1b[0m: prefill"));
    CHECK_THAT(render_comparison_text(divergent_fixture(), screen),
               Catch::StartsWith("candidate: \x1b[31manswers divergent\x1b[0m: prefill"));
}

TEST_CASE("text from a server cannot control the terminal", "[comparison_text]") {
    const auto text = text_of(hostile_fixture());

    CHECK(std::none_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }));
    CHECK_THAT(text, !Contains("\xff"));
}

TEST_CASE("what is unknown is a caveat, and no difference", "[comparison_text]") {
    auto result = usual_fixture();
    const auto unknown = [&](const char* what, const char* missing_from) {
        Difference difference{"candidate", what, "unknown", "unknown"};
        difference.missing_from = missing_from;
        result.differences.push_back(difference);
    };
    result.differences.clear();
    unknown("n_batch", "log");
    unknown("build", "/props");
    CHECK_THAT(prose_of(result),
               !Contains("differences:") && !Contains("placement unknown") &&
                   Contains("not known, so not compared: candidate: n_batch: unknown, because the "
                            "log has another shape") &&
                   Contains("candidate: build: unknown, because the server does not tell it in "
                            "/props"));
    unknown("weights", "log");
    unknown("libraries", "/proc");
    CHECK_THAT(prose_of(result),
               Contains("candidate, placement unknown: n_batch, weights: unknown, because the log "
                        "has another shape") &&
                   Contains("candidate: libraries: unknown, because the running process cannot be "
                            "read"));
}

TEST_CASE("another binary that runs the same program is a caveat", "[comparison_text]") {
    const auto said = Contains("candidate: another binary was asked for, but the program and the "
                               "libraries that ran are those of baseline");
    auto result = usual_fixture();
    for (auto& boot : result.boots) boot.info.server.binary_sha256 = std::string(64, 'a');
    CHECK_THAT(prose_of(result), said);
    for (auto& boot : result.boots) {
        if (boot.arm == "candidate") boot.info.server.libraries = {{"libggml.so", "b"}};
    }
    CHECK_THAT(prose_of(result), !said);
}

} // namespace moebench
