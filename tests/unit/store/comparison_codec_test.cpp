// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"
#include "support/filler.hpp"

#include <moebench/store/comparison_codec.hpp>

#include <catch2/catch.hpp>

#include <regex>

namespace moebench {

using test::filled, test::measured;

namespace {

ComparisonResult result() {
    ComparisonResult result;
    result.experiment.arms = {"a", "b"};
    result.script = filled<AnswerScript>();
    result.boots = {filled<BootRecord>()}; // a preliminary one
    for (int block = 0; block < 4; ++block) {
        result.boots.push_back(measured("a", block, 10000 / 7.0 + block));
        result.boots.push_back(measured("b", block, 2560));
    }
    result.end = ComparisonEnd::time_limit;
    result.took_s = 12.5;
    conclude(result);
    return result;
}

std::string journal() {
    return encode_experiment_line(filled<ExperimentFacts>()) + "\n" +
           encode_script_line(filled<AnswerScript>()) + "\n" +
           encode_boot_line(filled<BootRecord>()) + "\n";
}

} // namespace

TEST_CASE("a result that is read and written again has the same bytes", "[comparison_codec]") {
    const std::string text = encode_comparison(result());
    const auto read = parse_comparison(text);
    REQUIRE(read.has_value());
    CHECK((encode_comparison(*read) == text)); // not shown: it is long
    CHECK(read->end == ComparisonEnd::time_limit);
}

TEST_CASE("a line that was cut off is not read, but the lines before it are",
          "[comparison_codec]") {
    const std::string whole = journal();
    const auto read = parse_journal(whole + whole.substr(0, 40));
    REQUIRE(read.has_value());
    CHECK(read->boots.size() == 1);
    CHECK(encode_boot_line(read->boots[0]) == encode_boot_line(filled<BootRecord>()));
    CHECK(read->script.cuts == filled<AnswerScript>().cuts);
}

TEST_CASE("a file that is not a comparison, or a newer one, is refused with a reason",
          "[comparison_codec]") {
    const auto fault = [](std::string_view text) {
        return parse_comparison(text).error().message();
    };
    CHECK_THAT(fault("{\"schema_version\":1}"), Catch::Contains("not a comparison"));
    CHECK_THAT(fault("[]"), Catch::Contains("not a comparison"));
    CHECK_THAT(fault("{"), Catch::Contains("not valid JSON"));
    CHECK_THAT(fault(R"({"schema":"moebench-comparison","schema_version":2,"experiment":{}})"),
               Catch::Contains("schema version 2"));
    CHECK_THAT(parse_journal("").error().message(), Catch::Contains("does not say"));
    CHECK_THAT(parse_journal("{}\n").error().message(), Catch::Contains("line 1"));
}

/// As moebench 0.1.0 wrote it.
std::string as_of_0_1_0(std::string text) {
    const std::regex measures("\"measures\": \"\\w+\",\\s*");
    const std::regex side("\"arm\": \"baseline ([AB])\"");
    text = std::regex_replace(text, measures, "");
    return std::regex_replace(text, side, "\"arm\": \"reference $1\"");
}

TEST_CASE("a result of moebench 0.1.0 has the same rows, metrics and A/A", "[comparison_codec]") {
    auto comparison = result();
    comparison.experiment.suite = "bench";
    comparison.boots.erase(comparison.boots.begin()); // what its request measures fits no name
    for (int block = 0; block < 3; ++block) {
        for (const auto side : aa_arms) {
            auto boot = measured(std::string(side), block, 1000 + block);
            boot.purpose = BootPurpose::aa;
            comparison.boots.push_back(std::move(boot));
        }
    }
    conclude(comparison);
    const auto text = encode_comparison(comparison), old = as_of_0_1_0(text);
    REQUIRE(old.find("reference B") != std::string::npos);
    REQUIRE(old.find("measures") == std::string::npos);

    CHECK((encode_comparison(parse_comparison(old).value()) == text));
}

TEST_CASE("hostile values do not crash a reader", "[comparison_codec]") {
    const auto read = parse_comparison(
        R"({"schema":"moebench-comparison","schema_version":1,"experiment":{"arms":["a","b",3]},
            "boots":[3,{"arm":7,"requests":[{}],
                        "answers":{"decode":[{"top":[[1],[1,2,3],7]}]}}]})");
    REQUIRE(read.has_value());
    CHECK(read->experiment.arms == std::vector<std::string>{"a", "b"});
}

} // namespace moebench
