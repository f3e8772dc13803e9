// SPDX-License-Identifier: MIT
#include <moebench/store/sample_codec.hpp>

#include <catch2/catch.hpp>

#include <cmath>

#include <support/json_text.hpp>

namespace moebench {

using test::parse_object;

TEST_CASE("a rate that is not in the server's timings has its own reason", "[sample_codec]") {
    Sample sample;
    sample.timings.raw = R"({"predicted_n": 1})";

    const auto json = parse_object(encode_sample(sample, SampleDetail::summary));

    const auto& absent = json.at("absent").as_object();
    CHECK(absent.at("decode_tokens_per_s").as_string() == "fewer than two tokens");
    CHECK(absent.at("prefill_tokens_per_s").as_string() == "no prompt_n or prompt_ms in timings");
    CHECK_FALSE(absent.contains("timings"));
}

TEST_CASE("a sample is one line, whatever the server sent", "[sample_codec]") {
    Sample sample;
    sample.timings.raw = "{\n\t\"a\": 1,\r\n  \"b\": \"\xc3\xa9 \xff\"\n}";
    sample.error = "two\nlines";
    sample.name = "na\nme";
    sample.content = "text\n";

    const auto line = encode_sample(sample, SampleDetail::full);

    CHECK(line.find_first_of("\r\n\t") == std::string::npos);
    const auto json = parse_object(line);
    CHECK(json.at("name").as_string() == "na\nme");
    CHECK(json.at("timings").at("a").as_int64() == 1);
    CHECK(json.at("timings").at("b").as_string() == "\xc3\xa9 \xEF\xBF\xBD");
}

TEST_CASE("a line is read back, with the timings' numbers and their spelling", "[sample_codec]") {
    Sample sample;
    sample.timings.raw = R"({"cache_n":30,"prompt_ms":1.50e1})";

    const auto read = parse_sample(encode_sample(sample, SampleDetail::full)).value();

    CHECK(read.timings.raw == sample.timings.raw);
    CHECK(read.timings.cache_n == 30);
    CHECK(read.timings.prompt_ms == 15.0);
    CHECK_FALSE(read.usage.prompt_tokens); // 0 in the line, and in its `absent`
    CHECK_THAT(parse_sample("{}").error().message(), Catch::Contains("not a sample"));
}

TEST_CASE("a reader takes what it knows, and defaults for the rest", "[sample_codec]") {
    const auto line = R"({"latency_s": null, "prompt_index": 3.0, "turn": "three", "depth": 8,
        "phase": "warmup", "status": "of a newer version", "ttft_s": "soon", "content_chars": 1e300,
        "event_offsets_s": [1, "two", 3], "new": {}})";

    const auto read = parse_sample(line).value();

    CHECK(std::isnan(read.latency_s));
    CHECK(read.prompt_index == 3);
    CHECK(read.facts == Facts{{"depth", 8}});
    CHECK(read.phase == Phase::warmup);
    CHECK(read.status == RequestStatus::cancelled); // the last one
    CHECK_FALSE(read.ttft_s);
    CHECK(read.content_chars == 0);
    CHECK(read.event_offsets_s == std::vector<double>{1, 3});
}

} // namespace moebench
