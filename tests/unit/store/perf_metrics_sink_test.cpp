// SPDX-License-Identifier: MIT
#include <moebench/store/perf_metrics_sink.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

struct Fixture {
    std::vector<std::string> written;
    RunInfo info;
    RunReport report;
    PerfMetricsSink sink{[this](std::string_view text) -> Result<void> {
        written.emplace_back(text);
        return {};
    }};
};

} // namespace

TEST_CASE("the PERF_METRICS block is written in one call, at the end", "[perf_metrics_sink]") {
    Fixture f;
    f.sink.begin(f.info).value();
    f.sink.record(Sample()).value();
    CHECK(f.written.empty());

    f.sink.finish(f.info, f.report).value();

    REQUIRE(f.written.size() == 1);
    CHECK(f.written[0] ==
          "PERF_METRICS_START\n" + encode_perf_metrics(f.info, f.report) + "\nPERF_METRICS_END\n");
}

TEST_CASE("a run that did not complete has no PERF_METRICS block", "[perf_metrics_sink]") {
    Fixture f;
    f.report.outcome = GENERATE(Outcome::too_many_failures, Outcome::interrupted,
                                Outcome::server_died, Outcome::failed);

    f.sink.finish(f.info, f.report).value();

    CHECK(f.written.empty());
}

TEST_CASE("a PERF_METRICS block that cannot be written is a failure", "[perf_metrics_sink]") {
    PerfMetricsSink sink([](std::string_view) { return fail(Errc::output_failed, "stdout"); });

    const auto finished = sink.finish(RunInfo(), RunReport());

    CHECK(finished.error().context == "stdout");
}

} // namespace moebench
