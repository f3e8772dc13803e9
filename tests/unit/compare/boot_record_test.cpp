// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/boot_record.hpp>

#include <catch2/catch.hpp>

namespace moebench {

using test::boot_of;
using test::request_of;

TEST_CASE("rows of bench have the figures that their names promise", "[boot_record]") {
    BootRecord boot = boot_of("a");
    boot.requests = {request_of("pp512", 100), request_of("tg128", 100), request_of("pp512", 300)};

    const auto prompts = measurement(boot).prompts;

    REQUIRE(prompts.size() == 2);
    CHECK(prompts[0].prompt == "pp512");
    CHECK(prompts[0].values.at("prefill_tokens_per_s") == std::vector<double>{100, 300});
    CHECK(prompts[0].values.at("ttft_s").size() == 2);
    CHECK_FALSE(prompts[0].values.contains("decode_tokens_per_s"));
    CHECK(prompts[1].values.at("decode_tokens_per_s") == std::vector<double>{10});
    CHECK_FALSE(prompts[1].values.contains("prefill_tokens_per_s"));
    CHECK_FALSE(prompts[1].values.contains("ttft_s"));
}

TEST_CASE("a prompt of another suite has both, a failed request none", "[boot_record]") {
    BootRecord boot = boot_of("a");
    boot.info.suite = "multi";
    boot.requests = {request_of("prompt 1", 100), request_of("prompt 1", 100)};
    boot.requests[1].status = RequestStatus::timeout;

    const auto values = measurement(boot).prompts.at(0).values;

    CHECK(values.at("prefill_tokens_per_s") == std::vector<double>{100});
    CHECK(values.at("decode_tokens_per_s") == std::vector<double>{10});
}

TEST_CASE("what a row of bench should find in the cache follows from its depth", "[boot_record]") {
    RunInfo info;
    info.suite = "bench";
    const auto expected = [&](const char* name, std::int64_t depth) {
        Sample sample;
        sample.name = name;
        sample.facts = {{"depth", depth}};
        return request_record(sample, info).expected_cache_n;
    };
    CHECK(expected("pp512", 0) == 0);
    CHECK(expected("pp16384", 16384) == 0);
    CHECK(expected("tg128 @ d16384", 16384) == 16384);
    info.suite = "multi";
    CHECK(expected("", 0) == 0);
    info.cache_prompt = true;
    CHECK_FALSE(expected("", 0));
}

TEST_CASE("a sample becomes what a comparison keeps of it", "[boot_record]") {
    Sample sample;
    sample.prompt_index = 2;
    sample.timings.predicted_n = 5;
    sample.timings.cache_n = 3;
    sample.event_offsets_s = {1.0, 1.5, 3.0};
    sample.content = "said";
    sample.reasoning = "thought, ";

    const auto record = request_record(sample, RunInfo());

    CHECK(record.prompt == "prompt 3");
    CHECK(record.text == "thought, said");
    CHECK(record.cache_n == 3);
    CHECK(record.client_decode_tokens_per_s == 2.0); // four gaps in two seconds
}

} // namespace moebench
