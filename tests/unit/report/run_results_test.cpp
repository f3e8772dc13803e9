// SPDX-License-Identifier: MIT
#include <moebench/report/run_results.hpp>
#include <moebench/report/side_by_side.hpp>

#include <catch2/catch.hpp>

#include <vector>

namespace moebench {

namespace {

RunResult result(double prefill) {
    RunResult result;
    result.label = "r";
    result.info.suite = "bench";
    result.info.repo = "qwen|<b>.gguf";
    NamedFigures row;
    row.name = "pp512";
    row.prefill_tokens_per_s.mean = prefill;
    row.prefill_tokens_per_s.stddev = 5;
    result.report.summary.rows = {row};
    return result;
}

} // namespace

TEST_CASE("results stand side by side, a column each", "[run_results]") {
    const std::vector<RunResult> both = {result(500), result(600)};
    const auto text = render_run_results(both);
    CHECK_THAT(text, Catch::Contains("500.0 ± 5.000") && Catch::Contains("600.0 ± 5.000"));
    const auto page = render_run_results_html(both);
    CHECK_THAT(page, Catch::Contains("pp512 prefill tok/s") && !Catch::Contains("<b>.gguf"));
    CHECK_THAT(render_side_by_side(both[0], both[1]),
               Catch::Contains("theirs: r") && Catch::Contains("ours: r"));
}

TEST_CASE("a result without rows has the whole run's figures", "[run_results]") {
    RunResult of_script;
    of_script.report.summary.latency_avg_s = 1.5;
    CHECK_THAT(render_run_results(std::vector{of_script}),
               Catch::Contains("| latency s     | 1.500"));
}

} // namespace moebench
