// SPDX-License-Identifier: MIT
#include "support/comparison_fixture.hpp"

#include <moebench/report/comparison_html.hpp>
#include <moebench/report/comparison_markdown.hpp>
#include <moebench/report/comparison_text.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using Catch::Contains;

namespace moebench {

namespace {

std::string page_of(const ComparisonResult& result) { return render_comparison_html(result); }

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
}

/// The different parts that begin and end like this.
std::set<std::string> parts_of(const std::string& page, const char* begin, const char* end) {
    std::set<std::string> parts;
    for (auto at = page.find(begin); at != page.npos; at = page.find(begin, at + 1)) {
        parts.insert(page.substr(at, page.find(end, at) - at));
    }
    return parts;
}

/// Elements that are open where the page ends or a wrong one is closed; empty for a sound page.
std::string unbalanced(std::string_view page) {
    std::vector<std::string> open;
    for (auto at = page.find('<'); at != page.npos; at = page.find('<', at + 1)) {
        const auto tag = page.substr(at + 1, page.find('>', at) - at - 1);
        if (tag.starts_with('!') || tag.starts_with("meta") || tag.ends_with('/')) continue;
        if (!tag.starts_with('/')) {
            open.emplace_back(tag.substr(0, tag.find(' ')));
        } else if (open.empty() || open.back() != tag.substr(1)) {
            return "closed: " + std::string(tag.substr(1)) + " at " + std::to_string(at);
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? "" : "never closed: " + open.back();
}

} // namespace

TEST_CASE("every element of a page is closed", "[comparison_html]") {
    const auto result = GENERATE(usual_fixture(), confounded_fixture(), divergent_fixture(),
                                 doubtful_fixture(), failed_arm_fixture(), hostile_fixture(),
                                 ComparisonResult(), fixture_of({{"baseline"}, {"candidate"}}, 0),
                                 fixture_of({{"baseline"}, {"candidate"}}, 1),
                                 fixture_of({{"main"}, {"patch-a", 1.06}, {"patch-b", 0.4}}, 6));

    CHECK(unbalanced(page_of(result)).empty());
}

TEST_CASE("a page needs no other file, light and dark", "[comparison_html]") {
    const auto page = page_of(doubtful_fixture());

    CHECK_THAT(page, Catch::StartsWith("<!DOCTYPE html>") && Contains("<meta charset=\"utf-8\">") &&
                         Contains("prefers-color-scheme:dark") && Contains("@media print"));
    CHECK_THAT(page, !Contains("<script") && !Contains("http:") && !Contains("https:") &&
                         !Contains("src=") && !Contains("href="));
}

TEST_CASE("text from a server is escaped", "[comparison_html]") {
    auto result = hostile_fixture();
    for (auto& arm : result.experiment.arms) arm += hostile_text();
    result.tested.metrics[0].arm = result.answers[0].arm = result.experiment.arms[1];

    const auto page = page_of(result);

    CHECK(unbalanced(page).empty());
    CHECK_THAT(page, Contains("&lt;script&gt;alert(1)&lt;/script&gt;|`x`"));
    CHECK_THAT(page, !Contains("<script") && !Contains("\xff") && !Contains("\x1b"));
}

TEST_CASE("a conclusion has a tone and its words", "[comparison_html]") {
    CHECK_THAT(page_of(fixture_of({{"baseline"}, {"patch", 1.06, 1.06}}, 5)),
               Contains("<div class=\"card good\"><b>patch: faster</b><p>prefill +5.9 % [") &&
                   Contains("%]</p><p class=\"good\">answers identical: the same"));
    CHECK_THAT(page_of(fixture_of({{"baseline"}, {"patch", 1.01, 1.01}}, 5)),
               Contains("card unsure\"><b>patch: inconclusive</b>"));
    CHECK_THAT(page_of(divergent_fixture()), Contains("<div class=\"card bad\">"));
    CHECK_THAT(page_of(ComparisonResult()), Contains("<h1>Nothing was compared</h1>"));
}

TEST_CASE("each metric and row has figures and a place in the plot", "[comparison_html]") {
    const auto page = page_of(usual_fixture());

    CHECK_THAT(page, Contains("919.8 tok/s</td>") &&
                         Contains("1.059 [1.047, 1.071] 97.5 %</td><td class=\"verdict tone good\">"
                                  "faster</td>"));
    CHECK(count(page, "<td class=\"plot\">") == 6);
    CHECK(count(page, "<line class=\"whisker\"") == 6);
    CHECK_THAT(page, Contains("← slower") && Contains("faster →") && Contains(">+6 %</text>"));
}

TEST_CASE("a time that falls is a speedup, in the table as in the plot", "[comparison_html]") {
    const auto page = page_of(usual_fixture());

    CHECK_THAT(page, Contains("<title>TTFT: speed +5.9 % [+4.9 %, +6.8 %]</title>"));
    CHECK_THAT(page, Contains("1.504 s</td>") && Contains("</span>1.059 [1.049, 1.068]</td>") &&
                         !Contains("0.945"));
}

TEST_CASE("plus is faster in every format, of a time too", "[comparison_html]") {
    auto result = usual_fixture();
    result.experiment.metrics = {"ttft_s"};
    conclude(result);
    const auto ttft = result.tested.metrics.at(0).metric;
    result.tested.metrics[0].drift = LinearTrend{-0.01, 0.001, 0.0004};
    result.disturbances = {
        {DisturbanceKind::first_pass, "candidate", ttft, 0.05, 0.001, 1e-5, true}};
    result.null_spread = {{ttft, "baseline B", 0.004, 0.981, false}};

    for (const auto& text :
         {page_of(result), render_comparison_text(result), render_comparison_markdown(result)}) {
        CHECK_THAT(text, Contains("TTFT speed +5.9 %"));
        CHECK_THAT(text, Contains("(TTFT speed -4.9 % ± 0.10 %)"));
        CHECK_THAT(text, Contains("the speedup of TTFT drifts (+1.0 % per round"));
        CHECK_THAT(text, Contains("farthest speedup 1.019"));
        CHECK_THAT(text, !Contains("0.945") && !Contains("TTFT -"));
    }
}

TEST_CASE("all arms share one axis", "[comparison_html]") {
    const auto page = page_of(fixture_of({{"main"}, {"patch-a", 1.01}, {"patch-b", 0.7}}, 5));

    CHECK(parts_of(page, "height=\"40\">", "</svg>").size() == 1);
    CHECK(parts_of(page, "<rect class=\"band\" x=\"0\"", "/>").size() == 1);
}

TEST_CASE("verdict and answers come before the plots, and once", "[comparison_html]") {
    const auto page = page_of(divergent_fixture());
    const std::string answers = "answers divergent: the same next token at 275 of 280 positions";

    CHECK_THAT(page.substr(0, page.find("<svg")),
               Contains("<p class=\"bad\">" + answers) && Contains("other text from token 18"));
    CHECK(count(page, answers) == 1);
}

TEST_CASE("every drawing has a title and a description", "[comparison_html]") {
    const auto page = page_of(doubtful_fixture());

    const auto drawings = count(page, "<svg role=\"img\"");
    CHECK(drawings == 1 + 6 + 2 + 1 + 2); // axis, rows, blocks, axis, A/A
    CHECK(count(page, "<title>") == drawings + 1);
    CHECK(count(page, "<desc>") == drawings);
}

TEST_CASE("rounds are numbered dots, outliers have a ring", "[comparison_html]") {
    const auto page = page_of(doubtful_fixture());

    CHECK(count(page, "<text class=\"dot\"") == 10);
    CHECK(count(page, "<circle class=\"outlier\"") == 2); // of prefill and decode
    CHECK_THAT(page, Contains("round 1 +6.5 %, round 2 +5.5 %"));
    CHECK_THAT(page, Contains("(a boot is an outlier)"));
    CHECK(count(page, "<line class=\"estimate\"") == 2);
}

TEST_CASE("an interval beyond the axis has an arrow", "[comparison_html]") {
    auto result = usual_fixture();
    CHECK_THAT(page_of(result), !Contains("›</text>"));

    result.tested.metrics[1].interval = RatioInterval{1.01, 0.001, 1000, 0.95};

    CHECK_THAT(page_of(result), Contains("‹</text>") && Contains("›</text>"));
}

TEST_CASE("a difference that confounds is marked", "[comparison_html]") {
    CHECK_THAT(page_of(confounded_fixture()),
               Contains("<td>8192</td><td>4096</td><td class=\"tone bad\">CONFOUNDED</td>"));
}

TEST_CASE("answers have their prompts and worst positions", "[comparison_html]") {
    const auto page = page_of(divergent_fixture());

    CHECK_THAT(page, Contains("<td>answer: base</td><td class=\"tone bad\">divergent</td>"
                              "<td>other text from token 18: &quot; slow&quot;"));
    CHECK_THAT(page, Contains("<td>“ quick”</td><td>“ slow”</td>"
                              "<td class=\"number\">1.250</td>"));
}

TEST_CASE("boots, commands, machine and caveats are on the page", "[comparison_html]") {
    const auto page = page_of(doubtful_fixture());

    CHECK(count(page, ">measured</td>") == 10);
    CHECK_THAT(page, Contains("<td class=\"tone bad\">server_died</td>") &&
                         Contains("<td class=\"tone unsure\">clock_drop</td>"));
    CHECK_THAT(page,
               Contains("GGML_OP_OFFLOAD_MIN_BATCH=32 \\\n/opt/llama/candidate/llama-server"));
    CHECK_THAT(page, Contains("<dt>CPU</dt><dd>AMD EPYC"));
    CHECK_THAT(page, Contains("A/A: baseline against itself") && Contains("FALSE DIFFERENCE"));
    CHECK_THAT(page, Contains("left out of: prefill, decode"));
}

TEST_CASE("each further arm has its own card, table and charts", "[comparison_html]") {
    const auto page = page_of(fixture_of({{"main"}, {"patch-a", 1.06}, {"patch-b", 0.9}}, 5));

    CHECK(count(page, "<div class=\"card ") == 2);
    CHECK(count(page, "<table class=\"forest\">") == 2);
    CHECK(count(page, "<td class=\"plot\">") == 12); // six rows for each of two arms
    CHECK(count(page, "<div class=\"charts\">") == 2);
    CHECK_THAT(page, Contains("<h1>patch-a, patch-b against main</h1>"));
}

TEST_CASE("a comparison that ended early says so on top", "[comparison_html]") {
    CHECK_THAT(page_of(failed_arm_fixture()),
               Contains("<p class=\"tone bad\">ended because an arm failed: candidate: signal 11"));
}

// MOEBENCH_TEST_PAGE=page.html moebench_report_tests "[.page]" writes what a browser shows.
TEST_CASE("a page to look at", "[.page]") {
    const char* file = std::getenv("MOEBENCH_TEST_PAGE");
    REQUIRE(file);
    std::ofstream(file) << page_of(doubtful_fixture());
}

} // namespace moebench
