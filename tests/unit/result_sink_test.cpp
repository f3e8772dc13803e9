// SPDX-License-Identifier: MIT
#include <moebench/result_sink.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace moebench {

namespace {

/// Logs its calls, and fails in the call that the test names.
struct Witness {
    std::string& log;
    std::string name;
    std::string fails_in;

    Result<void> tell(const std::string& what) {
        log += name + "." + what + " ";
        if (fails_in == what) return fail(Errc::output_failed, name + "." + what);
        return {};
    }
    Result<void> begin(const RunInfo&) { return tell("begin"); }
    Result<void> record(const Sample&) { return tell("record"); }
    Result<void> finish(const RunInfo&, const RunReport&) { return tell("finish"); }
};
static_assert(ResultSink<Witness>);
static_assert(ResultSink<TeeSink<Witness, Witness>>);
static_assert(ResultSink<TeeSink<>>);

} // namespace

TEST_CASE("a tee calls every sink in order", "[result_sink]") {
    std::string log;
    Witness a{log, "a", ""};
    Witness b{log, "b", ""};
    TeeSink tee(a, b);

    CHECK(tee.begin(RunInfo()).has_value());
    CHECK(tee.record(Sample()).has_value());
    CHECK(tee.finish(RunInfo(), RunReport()).has_value());

    CHECK(log == "a.begin b.begin a.record b.record a.finish b.finish ");
}

TEST_CASE("a tee calls every sink even if one fails, and returns the first failure",
          "[result_sink]") {
    const std::string step = GENERATE("begin", "record", "finish");
    std::string log;
    Witness a{log, "a", ""};
    Witness b{log, "b", step};
    Witness c{log, "c", step};
    TeeSink tee(a, b, c);
    const auto call = [&]() -> Result<void> {
        if (step == "begin") return tee.begin(RunInfo());
        if (step == "record") return tee.record(Sample());
        return tee.finish(RunInfo(), RunReport());
    };

    const auto result = call();

    CHECK(result.error().context == "b." + step);
    CHECK(log == "a." + step + " b." + step + " c." + step + " ");
}

} // namespace moebench
