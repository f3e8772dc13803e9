// SPDX-License-Identifier: MIT
#include <moebench/store/sample_codec.hpp>

#include <catch2/catch.hpp>

#include <limits>

#include <support/json_text.hpp>

namespace moebench {

namespace {

using Catch::StartsWith;
using test::parse_object;

Sample good_sample() {
    Sample sample;
    sample.phase = Phase::measured;
    sample.prompt_index = 2;
    sample.facts = {{"turn", 3}, {"chunk_tokenized_tokens", 5003}};
    sample.http_status = 200;
    sample.started_s = 60;
    sample.latency_s = 0.1;
    sample.ttft_s = 1e-7;
    sample.usage.prompt_tokens = 40;
    sample.usage.cached_tokens = 30;
    sample.usage.completion_tokens = 8;
    sample.usage.total_tokens = 48;
    sample.timings.raw = R"({"cache_n":30,"prompt_ms":1.50e1,"weird": 1E400})";
    sample.prefill_tokens_per_s = 1e21;
    sample.decode_tokens_per_s = 12.5;
    sample.inter_token_latency.count = 1;
    sample.inter_token_latency.mean = 0.25;
    sample.tokens_per_event = 4;
    sample.finish_reason = "stop";
    sample.content_chars = 17;
    sample.content_sha256 = "abc";
    sample.event_offsets_s = {0.5, 0.75};
    return sample;
}

} // namespace

TEST_CASE("a sample is written as the seed's, then with what is new", "[sample_codec]") {
    CHECK(encode_sample(good_sample(), SampleDetail::summary) ==
          R"({"latency_s": 0.1, "prompt_tokens": 40, "cached_prompt_tokens": 30, )"
          R"("processed_prompt_tokens": 10, "completion_tokens": 8, "total_tokens": 48, )"
          R"("content_chars": 17, "prompt_index": 2, "turn": 3, "chunk_tokenized_tokens": 5003, )"
          R"("phase": "measured", "status": "ok", "error": null, "http_status": 200, )"
          R"("name": null, "measures": "everything", )"
          R"("started_s": 60.0, "ttft_s": 0.0000001, )"
          R"("prefill_tokens_per_s": 1000000000000000000000.0, "decode_tokens_per_s": 12.5, )"
          R"("inter_token_latency": {"count": 1, "mean_s": 0.25, "stddev_s": null, )"
          R"("min_s": null, "max_s": null, "p50_s": null, "p90_s": null, "p95_s": null, )"
          R"("p99_s": null}, "tokens_per_event": 4.0, "finish_reason": "stop", )"
          R"("timings": {"cache_n":30,"prompt_ms":1.50e1,"weird": 1E400}, )"
          R"("content_sha256": "abc", "reasoning_chars": 0, "reconnected": false})");
}

TEST_CASE("the lines tell the phase, each event, and the text where it was kept",
          "[sample_codec]") {
    auto sample = good_sample();
    sample.timings.raw = "{}";
    auto line = parse_object(encode_sample(sample, SampleDetail::full));
    CHECK(line.at("phase").as_string() == "measured");
    CHECK(line.at("event_offsets_s") == boost::json::value{0.5, 0.75});
    CHECK_FALSE(line.contains("content"));
    CHECK_FALSE(line.contains("reasoning"));

    sample.phase = Phase::warmup;
    sample.content = "line\nbreak \"quoted\" \xff";
    sample.reasoning = "";
    line = parse_object(encode_sample(sample, SampleDetail::full));

    CHECK(line.at("phase").as_string() == "warmup");
    CHECK(line.at("content").as_string() == "line\nbreak \"quoted\" \xEF\xBF\xBD");
    CHECK(line.at("reasoning").as_string().empty());
}

TEST_CASE("what is absent counts as in the seed and is told", "[sample_codec]") {
    Sample bare;
    bare.http_status = 200;
    const auto json = parse_object(encode_sample(bare, SampleDetail::summary));

    for (const auto* name : {"prompt_tokens", "cached_prompt_tokens", "processed_prompt_tokens",
                             "completion_tokens", "total_tokens", "content_chars"}) {
        CHECK(json.at(name).as_int64() == 0);
    }
    const auto& absent = json.at("absent").as_object();
    for (const auto* name : {"ttft_s", "prefill_tokens_per_s", "decode_tokens_per_s",
                             "tokens_per_event", "finish_reason", "timings"}) {
        CAPTURE(name);
        CHECK(json.at(name).is_null());
        REQUIRE(absent.contains(name));
        CHECK_FALSE(absent.at(name).as_string().empty());
    }
    CHECK(absent.at("prompt_tokens").as_string() == "no usage in the reply");
    CHECK(absent.contains("cached_prompt_tokens"));
    CHECK(absent.at("decode_tokens_per_s").as_string() == "no timings in the reply");
}

TEST_CASE("a rate that the server's timings do not give has its own reason", "[sample_codec]") {
    Sample sample;
    sample.timings.raw = R"({"predicted_n": 1})";

    const auto json = parse_object(encode_sample(sample, SampleDetail::summary));

    const auto& absent = json.at("absent").as_object();
    CHECK(absent.at("decode_tokens_per_s").as_string() == "fewer than two tokens");
    CHECK(absent.at("prefill_tokens_per_s").as_string() == "no prompt_n or prompt_ms in timings");
    CHECK_FALSE(absent.contains("timings"));
}

TEST_CASE("a failed sample tells how, and no status where none came", "[sample_codec]") {
    Sample lost;
    lost.status = RequestStatus::connection_lost;
    lost.error = "the server died; its log:\n\tGGML_ASSERT";
    auto json = parse_object(encode_sample(lost, SampleDetail::full));
    CHECK(json.at("status").as_string() == "connection_lost");
    CHECK(json.at("error").as_string() == lost.error);
    CHECK(json.at("http_status").is_null());
    CHECK(json.at("absent").at("http_status").as_string() == "no status line came");

    lost.http_status = 503;
    json = parse_object(encode_sample(lost, SampleDetail::full));
    CHECK(json.at("http_status").as_int64() == 503);
    CHECK_FALSE(json.at("absent").as_object().contains("http_status"));
}

TEST_CASE("a sample is one line, whatever the server sent", "[sample_codec]") {
    auto sample = good_sample();
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

TEST_CASE("numbers that are none are null", "[sample_codec]") {
    auto sample = good_sample();
    sample.timings.raw = "{}";
    sample.latency_s = std::numeric_limits<double>::quiet_NaN();

    CHECK_THAT(encode_sample(sample, SampleDetail::summary), StartsWith(R"({"latency_s": null, )"));
}

} // namespace moebench
