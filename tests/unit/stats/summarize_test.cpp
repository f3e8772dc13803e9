// SPDX-License-Identifier: MIT
#include <moebench/stats/summarize.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

Sample sample(double latency, std::int64_t prompt, std::int64_t cached, std::int64_t completion) {
    Sample sample;
    sample.latency_s = latency;
    sample.usage.prompt_tokens = prompt;
    sample.usage.cached_tokens = cached;
    sample.usage.completion_tokens = completion;
    sample.usage.total_tokens = prompt + completion;
    sample.timings.raw = "{}";
    return sample;
}

Sample failed(RequestStatus status) {
    auto bad = sample(100, 1'000, 500, 1'000);
    bad.status = status;
    bad.ttft_s = 50.0;
    bad.prefill_tokens_per_s = 1e6;
    bad.decode_tokens_per_s = 1e6;
    bad.event_offsets_s = {0, 50};
    return bad;
}

} // namespace

TEST_CASE("tokens are added up with the original script's formulas", "[summarize]") {
    Summarizer summarizer;
    summarizer.add(sample(2.0, 100, 30, 10));
    summarizer.add(sample(4.0, 50, 45, 20));
    summarizer.add(sample(3.0, 20, 25, 5)); // more cached than sent: zero processed

    const auto s = summarizer.summary();

    CHECK(s.requests == 3);
    CHECK(s.prompt_tokens == 170);
    CHECK(s.cached_prompt_tokens == 100);
    CHECK(s.processed_prompt_tokens == 75);
    CHECK(s.completion_tokens == 35);
    CHECK(s.total_tokens == 205);
    CHECK(s.max_prompt_tokens == 100);
    CHECK(s.max_cached_prompt_tokens == 45);
    CHECK(s.max_processed_prompt_tokens == 70);
    CHECK(s.latency_avg_s == 3.0);
    CHECK(s.latency_min_s == 2.0);
    CHECK(s.latency_max_s == 4.0);
}

TEST_CASE("a run without a good sample has zeros, as in the original script", "[summarize]") {
    const auto s = Summarizer().summary();

    CHECK(s.requests == 0);
    CHECK(s.latency_avg_s == 0);
    CHECK(s.max_prompt_tokens == 0);
    CHECK_FALSE(s.latency.mean);
    CHECK_FALSE(s.ttft.p50);
    CHECK_FALSE(s.inter_token_latency.mean);
}

TEST_CASE("a failed sample is counted but not part of any figure", "[summarize]") {
    const auto status = GENERATE(RequestStatus::http_error, RequestStatus::timeout,
                                 RequestStatus::truncated, RequestStatus::malformed,
                                 RequestStatus::connection_lost, RequestStatus::cancelled);
    Summarizer summarizer;
    summarizer.add(sample(2.0, 100, 0, 10));
    summarizer.add(failed(status));

    const auto s = summarizer.summary();

    CHECK(s.requests == 1);
    CHECK(s.failed_requests == 1);
    CHECK(s.prompt_tokens == 100);
    CHECK(s.latency_max_s == 2.0);
    CHECK(s.ttft.count == 0);
    CHECK(s.prefill_tokens_per_s.count == 0);
    CHECK(s.decode_tokens_per_s.count == 0);
    CHECK(s.inter_token_latency.count == 0);
}

TEST_CASE("a warm-up sample is only counted", "[summarize]") {
    auto warmup = sample(100, 1'000, 0, 1'000);
    warmup.phase = Phase::warmup;
    Summarizer summarizer;
    summarizer.add(warmup);
    summarizer.add(sample(2.0, 100, 0, 10));

    const auto s = summarizer.summary();

    CHECK(s.warmup_requests == 1);
    CHECK(s.requests == 1);
    CHECK(s.prompt_tokens == 100);
    CHECK(s.latency_max_s == 2.0);
}

TEST_CASE("what a server did not report is counted as missing", "[summarize]") {
    Sample silent;
    silent.in_one_piece = true;
    Summarizer summarizer;
    summarizer.add(sample(1, 1, 0, 1));
    summarizer.add(silent);

    const auto s = summarizer.summary();

    CHECK(s.requests == 2);
    CHECK(s.samples_without_usage == 1);
    CHECK(s.samples_without_timings == 1);
    CHECK(s.samples_in_one_piece == 1);
    CHECK(s.ttft.count == 0);
}

TEST_CASE("rates and times to first token are distributions over requests", "[summarize]") {
    Summarizer summarizer;
    for (int i = 1; i <= 10; ++i) {
        auto good = sample(i, 1, 0, 1);
        good.ttft_s = 0.1 * i;
        good.prefill_tokens_per_s = 100.0 * i;
        good.decode_tokens_per_s = 10.0 * i;
        summarizer.add(good);
    }

    const auto s = summarizer.summary();

    CHECK(s.latency.p90.value() == Approx(9.1));
    CHECK(s.ttft.p50.value() == Approx(0.55));
    CHECK(s.prefill_tokens_per_s.mean.value() == Approx(550));
    CHECK(s.decode_tokens_per_s.stddev.value() == Approx(30.276503540974915));
}

TEST_CASE("the gaps within all requests are one distribution, without gaps between requests",
          "[summarize]") {
    auto first = sample(1, 1, 0, 1);
    first.event_offsets_s = {0.5, 0.6, 0.8};
    auto second = sample(1, 1, 0, 1);
    second.event_offsets_s = {10.0, 10.3};
    Summarizer summarizer;
    summarizer.add(first);
    summarizer.add(second);

    const auto gaps = summarizer.summary().inter_token_latency;

    CHECK(gaps.count == 3);
    CHECK(gaps.mean.value() == Approx(0.2));
    CHECK(gaps.min.value() == Approx(0.1));
    CHECK(gaps.max.value() == Approx(0.3));
}

} // namespace moebench
