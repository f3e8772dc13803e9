// SPDX-License-Identifier: MIT
#include "gate.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace moebench;
using namespace moebench::cli;

namespace {

ComparisonResult result_with(double lo, double ratio, double hi) {
    MetricComparison decode;
    decode.metric.name = "decode_tokens_per_s";
    decode.arm = "b";
    decode.interval = RatioInterval{ratio, lo, hi, 0.95};
    MetricComparison row = decode;
    row.metric.prompt = "tg128 @ d16384";
    row.interval->ratio = 0.5;
    ComparisonResult result;
    result.tested.metrics = {decode};
    result.rows.metrics = {row};
    return result;
}

std::optional<bool> held(const std::string& text) {
    return holds(parse_gate(text).value(), result_with(0.95, 0.98, 1.01));
}

} // namespace

TEST_CASE("a gate is a figure, a relation and a number", "[gate]") {
    const auto gate = parse_gate(" decode_tokens_per_s.ratio.hi <= 0.97").value();
    CHECK(gate.metric == "decode_tokens_per_s");
    CHECK(gate.figure == Gate::Figure::hi);
    CHECK(gate.relation == Relation::less_equal);
    CHECK(gate.limit == 0.97);
    CHECK(parse_gate("ttft_s.ratio>1.1").value().figure == Gate::Figure::ratio);
}

TEST_CASE("a gate has the words of the tables", "[gate]") {
    const auto [text, prompt, metric] = GENERATE(table<std::string, std::string, std::string>({
        {"decode", "", "decode_tokens_per_s"},
        {"prefill", "", "prefill_tokens_per_s"},
        {"TTFT", "", "ttft_s"},
        {"latency_s", "", "latency_s"},
        {"tg128", "tg128", ""},
        {"pp512.prefill", "pp512", "prefill_tokens_per_s"},
        {"tg128 @ d16384.decode", "tg128 @ d16384", "decode_tokens_per_s"},
        {"a.b", "a.b", ""},
    }));
    const auto gate = parse_gate(text + ".ratio.lo<1").value();
    CHECK(gate.prompt == prompt);
    CHECK(gate.metric == metric);
}

TEST_CASE("an expression that is not a gate is refused, and the message has an example", "[gate]") {
    const auto text = GENERATE("", "decode", "decode_tokens_per_s<1", "x.ratio", "x.ratio<",
                               "x.ratio<1.2.3", "x.ratio<nan", "x.ratio>inf", "x.ratio<97%",
                               "x.ratio=1", ".ratio<1", "x.ratio.mid<1", "<1");
    const auto gate = parse_gate(text);
    CHECK(gate.error().code == Errc::invalid_option);
    CHECK_THAT(gate.error().message(), Catch::Contains("decode.ratio.hi<0.97"));
}

TEST_CASE("a gate names a metric, or a row that the suite can have", "[gate]") {
    SuiteSpec bench;
    const auto check = [](const std::string& name, const SuiteSpec& suite) {
        return check_gate(parse_gate(name + ".ratio<1").value(), suite).has_value();
    };
    CHECK(check("ttft_s", bench));
    CHECK(check("tg128 @ d16384", bench));
    CHECK(check("pp16384.prefill", bench)); // what fills the cache of a depth
    CHECK_FALSE(check("decoded", bench));
    CHECK_FALSE(check("tg64", bench));
    CHECK_FALSE(check("tg128 @ d512", bench));
    SuiteSpec multi;
    multi.builtin = BuiltinSuite::multi;
    CHECK(check("prompt 2", multi));
    CHECK_FALSE(check("tg128", multi));
    multi.file = "own.json";
    CHECK(check("whatever it calls them", multi));
}

TEST_CASE("a gate tests the ratio, or the low or high end of its interval", "[gate]") {
    CHECK(held("decode_tokens_per_s.ratio<0.99") == true);
    CHECK(held("decode_tokens_per_s.ratio<0.98") == false);
    CHECK(held("decode_tokens_per_s.ratio<=0.98") == true);
    CHECK(held("decode_tokens_per_s.ratio.lo<0.96") == true);
    CHECK(held("decode_tokens_per_s.ratio.hi<0.99") == false);
    CHECK(held("decode_tokens_per_s.ratio.hi>1") == true);
    CHECK(held("decode_tokens_per_s.ratio.hi>=1.02") == false);
    CHECK(held("tg128 @ d16384.ratio<0.6") == true);
    CHECK(held("tg128 @ d16384.decode.ratio<0.6") == true);
    CHECK(held("tg128 @ d16384.prefill.ratio<0.6") == std::nullopt);
    CHECK(held("ttft_s.ratio<2") == std::nullopt);
    CHECK(holds(parse_gate("decode.ratio>0.1").value(), result_with(NAN, NAN, NAN)) ==
          std::nullopt);
}
