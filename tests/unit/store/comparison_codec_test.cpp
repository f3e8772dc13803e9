// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/store/comparison_codec.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace moebench {

using test::boot_of;
using test::measured;

namespace {

ExperimentFacts experiment() {
    ExperimentFacts facts;
    facts.arms = {"a", "b"};
    facts.declared = {"", "-ub 16"};
    facts.suite = "bench";
    facts.model = "model.gguf";
    facts.profile = "measure";
    facts.repetitions = 3;
    facts.work = "pp 512";
    facts.min_boots = 8;
    facts.max_boots = 20;
    facts.precision = 0.01;
    facts.order_seed = 4294967295;
    facts.aa_blocks = 3;
    facts.command_line = {"compare", "--api-key", "<redacted>"};
    return facts;
}

AnswerScript script() { return {{{"base", {1, 2}, {3, 4}, "reply \xff"}}, {5, 6, 7}, {2, 3}}; }

BootRecord answering_boot() {
    BootRecord boot = boot_of("a", BootPurpose::preliminary);
    boot.requests = measured("a", 0, 128).requests;
    boot.requests[0].status = RequestStatus::http_error;
    boot.requests[0].error = "HTTP 500";
    boot.marks = {{"slowing", "decode fell"}};
    boot.answers_s = 2.5;
    AnswerPosition position;
    position.prompt = "base";
    position.at = 1;
    position.prompt_n = 1;
    position.top = {{3, -0.25, "x"}, {4, std::nullopt, "\"\n"}};
    AnswerPosition failed;
    failed.prompt = "text";
    failed.error = "timeout";
    boot.answers = AnswerRecord{};
    boot.answers->decode = {position};
    boot.answers->prefill = {failed};
    boot.answers->replies = {"reply"};
    boot.log_file = "x.boots/1.log";
    return boot;
}

ComparisonResult result() {
    ComparisonResult result;
    result.experiment = experiment();
    result.script = script();
    result.boots = {answering_boot()};
    // Boost.JSON 1.81 reads some numbers of many digits one bit off: these have few
    for (int block = 0; block < 4; ++block) {
        result.boots.push_back(measured("a", block, block % 2 == 0 ? 1280 : 640));
        result.boots.push_back(measured("b", block, 2560));
    }
    result.end = ComparisonEnd::time_limit;
    result.took_s = 12.5;
    conclude(result);
    return result;
}

std::string journal() {
    return encode_experiment_line(experiment()) + "\n" + encode_script_line(script()) + "\n" +
           encode_boot_line(answering_boot()) + "\n";
}

} // namespace

TEST_CASE("a result that is read and written again is the same, to the byte",
          "[comparison_codec]") {
    const std::string text = encode_comparison(result());
    const auto read = parse_comparison(text);
    REQUIRE(read.has_value());
    const std::string again = encode_comparison(*read);
    const auto differs = std::mismatch(text.begin(), text.end(), again.begin(), again.end());
    const auto at = static_cast<std::size_t>(differs.first - text.begin());
    INFO(text.substr(at > 60 ? at - 60 : 0, 120));
    CHECK(at == text.size());
    CHECK(again.size() == text.size());
    CHECK(read->end == ComparisonEnd::time_limit);
}

TEST_CASE("what a boot saw survives its line", "[comparison_codec]") {
    const auto read = parse_journal(journal());
    REQUIRE(read.has_value());
    CHECK(read->experiment.order_seed == 4294967295);
    CHECK(read->script.cuts == std::vector<std::int64_t>{2, 3});
    REQUIRE(read->boots.size() == 1);
    const auto& boot = read->boots[0];
    CHECK(boot.purpose == BootPurpose::preliminary);
    CHECK(boot.requests[0].status == RequestStatus::http_error);
    CHECK(boot.requests[1].text == "a long reply");
    CHECK(boot.info.server.placement.model_buffers.at(1).first == "CPU_Mapped");
    CHECK(boot.info.server.libraries.size() == 1);
    CHECK(boot.info.host.variables.size() == 1);
    CHECK(boot.marks[0].name == "slowing");
    REQUIRE(boot.answers);
    CHECK(boot.answers->decode[0].top[0].logprob == -0.25);
    CHECK_FALSE(boot.answers->decode[0].top[1].logprob);
    CHECK(boot.answers->decode[0].top[1].text == "\"\n");
    CHECK(boot.answers->prefill[0].error == "timeout");
    CHECK(encode_boot_line(boot) == encode_boot_line(answering_boot()));
}

TEST_CASE("a line that was cut off is not read, the ones before it are", "[comparison_codec]") {
    const std::string whole = journal();
    const auto read = parse_journal(whole + whole.substr(0, 40));
    REQUIRE(read.has_value());
    CHECK(read->boots.size() == 1);
}

TEST_CASE("what is no comparison, or a newer one, is refused and says so", "[comparison_codec]") {
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

TEST_CASE("hostile values do not end a reader", "[comparison_codec]") {
    const auto read = parse_comparison(
        R"({"schema":"moebench-comparison","schema_version":1,"experiment":{"arms":["a","b",3]},
            "boots":[3,{"arm":7,"requests":[{}],
                        "answers":{"decode":[{"top":[[1],[1,2,3],7]}]}}]})");
    REQUIRE(read.has_value());
    CHECK(read->experiment.arms == std::vector<std::string>{"a", "b"});
}

} // namespace moebench
