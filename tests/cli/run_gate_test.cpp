// SPDX-License-Identifier: MIT
#include "run_gate.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace moebench;
using namespace moebench::cli;

namespace {

Scenario scenario_of(BuiltinSuite builtin) {
    Scenario scenario;
    scenario.suite.builtin = builtin;
    scenario.server.model = "no-such-folder/m.gguf";
    return scenario;
}

Distribution figures(double value) {
    Distribution distribution;
    distribution.count = 4;
    distribution.mean = value;
    distribution.p50 = value / 2;
    return distribution;
}

/// A complete run of `multi`: decode 30 tok/s, median TTFT 1 s.
RunResult multi_result() {
    RunResult result;
    result.info.suite = "multi";
    result.info.repo = "elsewhere/m.gguf";
    result.info.command_line = {"--model", "m.gguf", "--suite", "multi"};
    result.report.summary.requests = 4;
    result.report.summary.decode_tokens_per_s = figures(30);
    result.report.summary.ttft = figures(2);
    return result;
}

/// `bench` with two decode rows: 30 and 10 tok/s.
RunReport bench_report() {
    RunReport report;
    report.summary.requests = 2;
    for (const auto& [name, speed] : {std::pair("tg128", 30.), std::pair("tg128 @ d16384", 10.)}) {
        auto& row = report.summary.rows.emplace_back();
        row.name = name;
        row.decode_tokens_per_s = figures(speed);
    }
    return report;
}

bool fails(const std::string& gate, const RunReport& report, const RunResult* against = nullptr) {
    return judge(parse_run_gate(gate).value(), scenario_of(BuiltinSuite::multi).suite, report,
                 against)
        .failed;
}

bool fails_in_bench(const std::string& gate) {
    return judge(parse_run_gate(gate).value(), SuiteSpec(), bench_report(), nullptr).failed;
}

std::string refusal(const std::string& gate, const Scenario& scenario,
                    const RunResult* against = nullptr) {
    const auto checked = check_run_gate(parse_run_gate(gate).value(), scenario, against);
    return checked ? "" : checked.error().message();
}

} // namespace

TEST_CASE("a gate of a run is a figure, a relation, and a number with or without unit", "[gate]") {
    using Statistic = RunGate::Statistic;
    const auto p95 = parse_run_gate("ttft_p95 > 250ms").value();
    CHECK(p95.metric == "ttft_s");
    CHECK(p95.statistic == Statistic::p95);
    CHECK(p95.limit == 0.25);
    CHECK(parse_run_gate("latency.p90>2").value().statistic == Statistic::p90);
    const auto row = parse_run_gate("tg128 @ d16384.ttft.p50<=95%").value();
    CHECK(row.row == "tg128 @ d16384");
    CHECK(row.metric == "ttft_s");
    CHECK(row.statistic == Statistic::p50);
    CHECK(row.unit == RunGate::Unit::percent);
    CHECK(row.limit == 0.95);
    CHECK(parse_run_gate("a_p95.decode<3tok/s").value().row == "a_p95");
}

TEST_CASE("what is no gate of a run is refused", "[gate]") {
    const auto text =
        GENERATE("", "decode", "decode<", "<1", "decode=1", "decode<nan", "decode<inf", "decode<-1",
                 "decode<0", "decode<30ms", "ttft>2tok/s", "decode<30 %%", "decode<1e999");
    CAPTURE(text);
    CHECK(parse_run_gate(text).error().code == Errc::invalid_option);
}

TEST_CASE("a gate of a run is checked against the plan", "[gate]") {
    const auto multi = scenario_of(BuiltinSuite::multi);
    const auto bench = scenario_of(BuiltinSuite::bench);
    CHECK(refusal("decode<30", multi).empty());
    CHECK(refusal("latency>3", multi).empty());
    CHECK(refusal("tg128 @ d16384<30", bench).empty());
    CHECK(refusal("pp512.ttft>1", bench).empty());
    CHECK_THAT(refusal("tg128<30", multi), Catch::Contains("there are prefill, decode"));
    CHECK_THAT(refusal("decode.ratio<1", multi), Catch::Contains("'decode.ratio'"));
    CHECK_THAT(refusal("pp512.decode<1", bench), Catch::Contains("pp512 measures prefill"));
    CHECK_THAT(refusal("latency>1", bench), Catch::Contains("no latency"));
    CHECK_THAT(refusal("decode<95%", multi), Catch::Contains("--against"));
    auto prefill_only = bench;
    prefill_only.suite.tg.clear();
    CHECK_THAT(refusal("decode<1", prefill_only), Catch::Contains("--tg"));
    auto no_stream = multi;
    no_stream.run.stream = false;
    CHECK_THAT(refusal("ttft>1", no_stream), Catch::Contains("--stream"));
}

TEST_CASE("the rows of a suite file are its names", "[gate]") {
    Scenario scenario;
    scenario.suite.builtin.reset();
    scenario.suite.file = "s.jsonl";
    scenario.suite.input = R"({"prompt": "x", "name": "a"})";
    CHECK(refusal("a.decode<1", scenario).empty());
    CHECK_THAT(refusal("a<1", scenario), Catch::Contains("a.decode"));
    CHECK_THAT(refusal("b.decode<1", scenario), Catch::Contains("'b'"));
}

TEST_CASE("a gate against an earlier result needs units and its figure there", "[gate]") {
    const auto multi = scenario_of(BuiltinSuite::multi);
    const auto theirs = multi_result();
    CHECK(refusal("decode<95%", multi, &theirs).empty());
    CHECK(refusal("decode<30tok/s", multi, &theirs).empty());
    CHECK_THAT(refusal("decode<0.95", multi, &theirs), Catch::Contains("unit"));
    CHECK_THAT(refusal("prefill<95%", multi, &theirs), Catch::Contains("no such figure: prefill"));
    CHECK_THAT(refusal("ttft.p95>120%", multi, &theirs), Catch::Contains("no such figure"));
}

TEST_CASE("an earlier result of other work or another model is refused", "[gate]") {
    auto scenario = scenario_of(BuiltinSuite::multi);
    auto theirs = multi_result();
    REQUIRE(check_against(scenario, theirs).has_value());
    std::string differs;
    SECTION("model") { theirs.info.repo = "elsewhere/" + (differs = "other.gguf"); }
    SECTION("suite") { theirs.info.suite = differs = "base"; }
    SECTION("prompts") { theirs.info.suite_sha256 = differs = "abc"; }
    SECTION("max_tokens") { theirs.info.options.max_tokens = 7, differs = "--max-tokens is '7'"; }
    SECTION("seed") { theirs.info.options.seed = 3, differs = "--seed is '3'"; }
    SECTION("extra body") { theirs.info.options.extra_body = differs = "{}"; }
    SECTION("cache") { theirs.info.cache_prompt = true, differs = "the prompt cache is 'on'"; }
    SECTION("unfinished") {
        theirs.report.outcome = Outcome::interrupted;
        differs = "interrupted";
    }
    SECTION("running server") { scenario.url = "http://h:1", differs = "--url"; }
    SECTION("size") {
        scenario = scenario_of(BuiltinSuite::bench);
        theirs.info.suite = "bench";
        theirs.info.command_line = {"--model", "m.gguf", "--tg", "64"};
        differs = "tg 64";
    }
    SECTION("unknown size") {
        scenario = scenario_of(BuiltinSuite::bench);
        theirs.info.suite = "bench";
        theirs.info.command_line.clear();
        differs = "not known";
    }
    const auto refused = check_against(scenario, theirs);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Errc::invalid_option);
    CHECK_THAT(refused.error().message(), Catch::Contains(differs));
}

TEST_CASE("a gate of a run fails if it is true", "[gate]") {
    const auto report = multi_result().report;
    CHECK(fails("decode<31", report));
    CHECK_FALSE(fails("decode<30", report));
    CHECK(fails("decode<=30", report));
    CHECK_FALSE(fails("ttft>1", report)); // the median
    CHECK(fails("ttft.mean>1", report));
    CHECK(fails_in_bench("decode<20")); // one row suffices
    CHECK_FALSE(fails_in_bench("tg128<20"));
    CHECK_FALSE(fails_in_bench("decode<5"));
}

TEST_CASE("a percentage is of the earlier result", "[gate]") {
    const auto theirs = multi_result();
    auto report = theirs.report;
    CHECK_FALSE(fails("decode<95%", report, &theirs));
    report.summary.decode_tokens_per_s = figures(28);
    CHECK(fails("decode<95%", report, &theirs));
    CHECK_FALSE(fails("decode<90%", report, &theirs));
}

TEST_CASE("a gate without its figure fails", "[gate]") {
    auto report = multi_result().report;
    CHECK(fails("prefill<1", report));
    CHECK(fails("ttft.p99>1000", report));
    CHECK(fails_in_bench("prefill<1"));
    report.summary.decode_tokens_per_s.mean = NAN;
    CHECK(fails("decode<1", report));
    report = multi_result().report;
    report.summary.requests = 0;
    CHECK(fails("decode<1", report));
}
