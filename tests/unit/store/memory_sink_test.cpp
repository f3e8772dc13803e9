// SPDX-License-Identifier: MIT
#include <moebench/store/memory_sink.hpp>

#include <catch2/catch.hpp>

namespace moebench {

TEST_CASE("a memory sink keeps everything, and the report at the end", "[memory_sink]") {
    MemorySink sink;
    RunInfo info;
    info.suite = "multi";
    sink.begin(info).value();
    CHECK(sink.info.suite == "multi");
    CHECK_FALSE(sink.report);

    Sample sample;
    for (const int index : {0, 1}) {
        sample.prompt_index = index;
        sink.record(sample).value();
    }
    RunReport report;
    report.outcome = Outcome::interrupted;
    info.repo = "known at the end";
    sink.finish(info, report).value();

    REQUIRE(sink.samples.size() == 2);
    CHECK(sink.samples[1].prompt_index == 1);
    CHECK(sink.info.repo == "known at the end");
    REQUIRE(sink.report);
    CHECK(sink.report->outcome == Outcome::interrupted);
}

} // namespace moebench
