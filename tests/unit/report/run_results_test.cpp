// SPDX-License-Identifier: MIT
#include <moebench/report/run_results.hpp>
#include <moebench/report/side_by_side.hpp>
#include <moebench/store/result_codec.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

/// As a run writes it.
std::string result_json(double prefill, const std::string& suite = "bench") {
    RunInfo info;
    info.suite = suite;
    info.repo = "qwen|<b>.gguf";
    info.mode = "cpu-moe";
    info.profile = "plain";
    info.command_line = {"-m", "qwen.gguf"};
    info.server.build_info = "b1-abc";
    info.server.model_head_sha256 = "dd";
    RunReport report;
    report.summary.requests = 6;
    NamedFigures row;
    row.name = "pp512";
    row.prefill_tokens_per_s.mean = prefill;
    row.prefill_tokens_per_s.stddev = 5;
    report.summary.rows = {row};
    const auto frame = encode_result(info, report);
    return frame.before_warmup + "[]" + frame.before_requests + "[]" + frame.before_failed + "[]" +
           frame.after_failed;
}

RunResult result(double prefill, const std::string& suite = "bench") {
    return parse_run_result(result_json(prefill, suite), "r").value();
}

} // namespace

TEST_CASE("a run's result is read back as its table needs it", "[run_results]") {
    const auto read = result(500);
    CHECK(read.info.suite == "bench");
    CHECK(read.info.server.build_info == "b1-abc");
    CHECK(read.requests == 6);
    CHECK(read.status == "completed");
    CHECK(read.command_line == std::vector<std::string>{"-m", "qwen.gguf"});
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows[0].second.first.mean == 500.0);
}

TEST_CASE("results stand side by side, a column each", "[run_results]") {
    const std::vector<RunResult> both = {result(500), result(600)};
    const auto text = render_run_results(both);
    CHECK_THAT(text, Catch::Contains("500.0 ± 5.000") && Catch::Contains("600.0 ± 5.000"));
    const auto page = render_run_results_html(both);
    CHECK_THAT(page, Catch::Contains("pp512 prefill tok/s") && !Catch::Contains("<b>.gguf"));
    CHECK_THAT(render_side_by_side(both[0], both[1]),
               Catch::Contains("theirs: r") && Catch::Contains("ours: r"));
}

TEST_CASE("results of different work have a difference", "[run_results]") {
    CHECK(difference_of(result(1), result(2)).empty());
    CHECK(difference_of(result(1), result(1, "multi")) == "suite 'bench' against 'multi'");
    auto other = result(1);
    other.info.server.model_head_sha256 = "ee";
    CHECK(difference_of(result(1), other) == "model 'dd' against 'ee'");
    other = result(1);
    other.schema_version = 0;
    CHECK_THAT(difference_of(result(1), other), Catch::Contains("schema version"));
}

TEST_CASE("a file that is not a result is refused, and a newer one", "[run_results]") {
    CHECK_THAT(parse_run_result("{}", "x").error().message(), Catch::Contains("not a result"));
    CHECK_THAT(parse_run_result("x", "x").error().message(), Catch::Contains("not valid JSON"));
    CHECK_THAT(parse_run_result(R"({"summary":{},"schema_version":99})", "x").error().message(),
               Catch::Contains("schema version 99"));
}

TEST_CASE("the original script's result is a result", "[run_results]") {
    const auto read = parse_run_result(
        R"({"server_cmd":["ls"],"summary":{"repo":"a/b","suite":"base","mode":"cpu-moe",)"
        R"("requests":3,"latency_avg_s":1.5},"requests":[]})",
        "seed");
    REQUIRE(read.has_value());
    CHECK(read->latency_s.mean == 1.5);
    CHECK_THAT(render_run_results(std::vector{*read}), Catch::Contains("| latency s"));
}

} // namespace moebench
