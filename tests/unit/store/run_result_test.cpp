// SPDX-License-Identifier: MIT
#include <moebench/store/result_codec.hpp>
#include <moebench/store/run_result.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

RunResult result(const std::string& suite = "bench") {
    RunInfo info;
    info.suite = suite;
    info.server.model_head_sha256 = "dd";
    RunReport report;
    report.outcome = Outcome::server_died;
    report.failure = fail(Errc::server_exited, "killed by signal 9");
    const auto frame = encode_result(info, report);
    return parse_run_result(frame.before_warmup + "[]" + frame.before_requests + "[{}]" +
                                frame.before_failed + "[]" + frame.after_failed,
                            "r")
        .value();
}

} // namespace

TEST_CASE("a run's result file is read back", "[run_result]") {
    const auto read = result();
    CHECK(read.label == "r");
    CHECK(read.schema_version == result_schema_version);
    CHECK(read.info.suite == "bench");
    CHECK(read.report.outcome == Outcome::server_died);
    CHECK(read.report.failure.value().message() == "killed by signal 9");
}

TEST_CASE("results of other work differ, in words", "[run_result]") {
    CHECK(difference_of(result(), result()).empty());
    CHECK(difference_of(result(), result("multi")) == "suite 'bench' against 'multi'");
    auto other = result();
    other.info.server.model_head_sha256 = "ee";
    CHECK(difference_of(result(), other) == "model 'dd' against 'ee'");
    other = result();
    other.schema_version = 0;
    CHECK_THAT(difference_of(result(), other), Catch::Contains("schema version"));
}

TEST_CASE("a file that is not a result is refused, a newer one too", "[run_result]") {
    CHECK_THAT(parse_run_result("{}", "x").error().message(), Catch::Contains("not a result"));
    CHECK_THAT(parse_run_result("x", "x").error().message(), Catch::Contains("not valid JSON"));
    CHECK_THAT(parse_run_result(R"({"summary":{},"schema_version":99})", "x").error().message(),
               Catch::Contains("schema version 99"));
}

TEST_CASE("the rows of moebench 0.1.0 say by their names what they measure", "[run_result]") {
    const auto read = parse_run_result(
        R"({"summary":{"rows":[{"name":"pp512"},{"name":"tg8 @ d64"},{"name":"p"}]}})", "x");
    const auto& rows = read.value().report.summary.rows;
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].measures == Measures::prefill);
    CHECK(rows[1].measures == Measures::decode);
    CHECK(rows[2].measures == Measures::everything);
}

TEST_CASE("the original script's result is a result", "[run_result]") {
    const auto read = parse_run_result(
        R"({"server_cmd":["ls"],"summary":{"repo":"a/b","suite":"base","mode":"cpu-moe",)"
        R"("requests":3,"latency_avg_s":1.5},"requests":[]})",
        "script");
    REQUIRE(read.has_value());
    CHECK(read->schema_version == 0);
    CHECK(read->info.repo == "a/b");
    CHECK(read->report.outcome == Outcome::completed);
    CHECK(read->report.summary.latency_avg_s == 1.5);
    CHECK_FALSE(read->report.summary.latency.mean);
}

} // namespace moebench
