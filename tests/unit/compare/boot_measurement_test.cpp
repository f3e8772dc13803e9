// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/boot_measurement.hpp>

#include <catch2/catch.hpp>

namespace moebench {

using namespace test;

TEST_CASE("a request only has the figures that it measures", "[boot_measurement]") {
    BootRecord boot = boot_of("a");
    boot.requests = {request_of("pp512", 100), request_of("tg128", 100), request_of("pp512", 300)};
    for (auto& request : boot.requests) request.measures = Measures::prefill;
    boot.requests[1].measures = Measures::decode;

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

TEST_CASE("a request that measures everything has both rates, whatever its name",
          "[boot_measurement]") {
    BootRecord boot = boot_of("a");
    boot.info.suite = "bench";
    boot.requests = {request_of("tg128", 100), request_of("tg128", 100)};
    boot.requests[1].status = RequestStatus::timeout;

    const auto values = measurement(boot).prompts.at(0).values;

    CHECK(values.at("prefill_tokens_per_s") == std::vector<double>{100});
    CHECK(values.at("decode_tokens_per_s") == std::vector<double>{10});
}

TEST_CASE("a comparison keeps these parts of a sample", "[boot_measurement]") {
    Sample sample;
    sample.prompt_index = 2;
    sample.timings.predicted_n = 5;
    sample.timings.cache_n = 3;
    sample.expected_cache_n = 7;
    sample.measures = Measures::decode;
    sample.event_offsets_s = {1.0, 1.5, 3.0};
    sample.content = "said";
    sample.reasoning = "thought, ";

    const auto record = request_record(sample);

    CHECK(record.prompt == "prompt 3");
    CHECK(record.text == "thought, said");
    CHECK(record.cache_n == 3);
    CHECK(record.expected_cache_n == 7);
    CHECK(record.measures == Measures::decode);
    CHECK(record.client_decode_tokens_per_s == 2.0); // four gaps in two seconds
}

} // namespace moebench
