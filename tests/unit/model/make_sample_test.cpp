// SPDX-License-Identifier: MIT
#include <moebench/model/detail/make_sample.hpp>

#include <catch2/catch.hpp>

namespace moebench::detail {

namespace {

TimePoint at_ms(int milliseconds) { return TimePoint(std::chrono::milliseconds(milliseconds)); }

ChatReply streamed_reply() {
    ChatReply reply;
    reply.http_status = 200;
    reply.exchange.started = at_ms(1'000);
    reply.exchange.finished = at_ms(3'500);
    reply.exchange.reconnected = true;
    reply.reasoning = "Hm";
    reply.content = "gr\u00FC\u00DFe";
    reply.finish_reason = "stop";
    reply.usage.completion_tokens = 6;
    reply.text_events = {{at_ms(1'250), true}, {at_ms(1'750), false}, {at_ms(2'000), false}};
    reply.timings.prompt_n = 100;
    reply.timings.prompt_ms = 250.0;
    reply.timings.predicted_n = 6;
    reply.timings.predicted_ms = 500.0;
    reply.timings.raw = "{}";
    return reply;
}

ServerTimings timings(std::optional<std::int64_t> tokens, std::optional<double> ms) {
    ServerTimings timings;
    timings.prompt_n = tokens;
    timings.prompt_ms = ms;
    timings.predicted_n = tokens;
    timings.predicted_ms = ms;
    return timings;
}

} // namespace

TEST_CASE("latency runs from the first byte sent to the last byte read", "[make_sample]") {
    CHECK(make_sample(ChatRequest(), streamed_reply(), false).latency_s == 2.5);
}

TEST_CASE("the first event with text or reasoning ends the TTFT", "[make_sample]") {
    const auto sample = make_sample(ChatRequest(), streamed_reply(), false);

    CHECK(sample.ttft_s == 0.25);
    CHECK(sample.event_offsets_s == std::vector<double>{0.25, 0.75, 1.0});
}

TEST_CASE("tool calls are output, but not the first text", "[make_sample]") {
    auto reply = streamed_reply();
    reply.text_events[0].reasoning = false;
    reply.text_events[0].tool_call = true;
    const auto hash = make_sample(ChatRequest(), reply, false).content_sha256;
    reply.tool_calls = "f{}";

    const auto sample = make_sample(ChatRequest(), reply, false);

    CHECK(sample.ttft_s == 0.75);
    CHECK(sample.event_offsets_s.size() == 3);
    CHECK(sample.content_sha256 != hash);
}

TEST_CASE("a stream that a proxy collected has neither TTFT nor gaps", "[make_sample]") {
    auto reply = streamed_reply();
    for (auto& event : reply.text_events) event.at = at_ms(3'400);
    reply.text_events.back().at = at_ms(3'402);
    const auto [predicted_ms, in_one_piece] =
        GENERATE(table<double, bool>({{500.0, true}, {60.0, true}, {40.0, false}, {2.0, false}}));
    reply.timings.predicted_ms = predicted_ms;

    const auto sample = make_sample(ChatRequest(), reply, false);

    CHECK(sample.in_one_piece == in_one_piece);
    CHECK(sample.ttft_s.has_value() != in_one_piece);
    CHECK(sample.inter_token_latency.count == (in_one_piece ? 0 : 2));
    CHECK(sample.event_offsets_s.empty() == in_one_piece);
    CHECK(sample.tokens_per_event == 2.0);
}

TEST_CASE("without the server's time, many events in one read are one piece", "[make_sample]") {
    auto reply = streamed_reply();
    reply.timings = {};
    const auto in_one_piece = [&](std::size_t events) {
        reply.text_events.assign(events, {at_ms(3'400)});
        return make_sample(ChatRequest(), reply, false).in_one_piece;
    };

    CHECK_FALSE(in_one_piece(1));
    CHECK_FALSE(in_one_piece(7)); // a short reply fits into one read
    CHECK(in_one_piece(8));
    reply.text_events.back().at = at_ms(3'401);
    CHECK_FALSE(make_sample(ChatRequest(), reply, false).in_one_piece);
}

TEST_CASE("gaps are between text events, and tokens are not counted from events", "[make_sample]") {
    const auto sample = make_sample(ChatRequest(), streamed_reply(), false);

    CHECK(sample.inter_token_latency.count == 2);
    CHECK(sample.inter_token_latency.min == 0.25);
    CHECK(sample.inter_token_latency.max == 0.5);
    CHECK(sample.inter_token_latency.mean == 0.375);
    CHECK(sample.tokens_per_event == 2.0);
}

TEST_CASE("a reply that is not streamed has no TTFT and no gaps", "[make_sample]") {
    auto reply = streamed_reply();
    reply.text_events.clear();

    const auto sample = make_sample(ChatRequest(), reply, false);

    CHECK_FALSE(sample.ttft_s);
    CHECK_FALSE(sample.tokens_per_event);
    CHECK(sample.inter_token_latency.count == 0);
    CHECK(sample.event_offsets_s.empty());
}

TEST_CASE("without usage the number of tokens per event is unknown", "[make_sample]") {
    auto reply = streamed_reply();
    reply.usage.completion_tokens.reset();

    const auto sample = make_sample(ChatRequest(), reply, false);

    CHECK(sample.ttft_s == 0.25);
    CHECK_FALSE(sample.tokens_per_event);
}

TEST_CASE("rates are computed from counts and times", "[make_sample]") {
    const auto sample = make_sample(ChatRequest(), streamed_reply(), false);

    CHECK(sample.prefill_tokens_per_s == 400.0);
    CHECK(sample.decode_tokens_per_s == 10.0); // 5 of 6: the first token belongs to the prefill
}

TEST_CASE("there is no rate without a time and enough tokens", "[make_sample]") {
    CHECK_FALSE(prefill_rate(timings(std::nullopt, 5.0)));
    CHECK_FALSE(prefill_rate(timings(5, std::nullopt)));
    CHECK_FALSE(prefill_rate(timings(5, 0.0)));
    CHECK_FALSE(prefill_rate(timings(5, -1.0)));
    CHECK_FALSE(prefill_rate(timings(0, 5.0)));
    CHECK(prefill_rate(timings(1, 1000.0)) == 1.0);

    CHECK_FALSE(decode_rate(timings(std::nullopt, 5.0)));
    CHECK_FALSE(decode_rate(timings(5, std::nullopt)));
    CHECK_FALSE(decode_rate(timings(5, 0.0)));
    CHECK_FALSE(decode_rate(timings(0, 5.0)));
    CHECK_FALSE(decode_rate(timings(1, 0.001)));
    CHECK(decode_rate(timings(2, 1000.0)) == 1.0);
}

TEST_CASE("lengths are in code points", "[make_sample]") {
    const auto sample = make_sample(ChatRequest(), streamed_reply(), false);

    CHECK(sample.content_chars == 5);
    CHECK(sample.reasoning_chars == 2);
}

TEST_CASE("the hash distinguishes reasoning from content", "[make_sample]") {
    auto reply = streamed_reply();
    // python3 -c "import hashlib; print(hashlib.sha256('Hm\0grüße'.encode()).hexdigest())"
    CHECK(make_sample(ChatRequest(), reply, false).content_sha256 ==
          "b1a2ea5ee861fbf95014c4b3e9fd9b32c9d3f76938b55aaf65b401a39942e624");

    std::swap(reply.content, reply.reasoning);
    CHECK(make_sample(ChatRequest(), reply, false).content_sha256 !=
          "b1a2ea5ee861fbf95014c4b3e9fd9b32c9d3f76938b55aaf65b401a39942e624");
}

TEST_CASE("text is kept only when asked for", "[make_sample]") {
    CHECK_FALSE(make_sample(ChatRequest(), streamed_reply(), false).content);
    CHECK_FALSE(make_sample(ChatRequest(), streamed_reply(), false).reasoning);
    CHECK(make_sample(ChatRequest(), streamed_reply(), true).content == "gr\u00FC\u00DFe");
    CHECK(make_sample(ChatRequest(), streamed_reply(), true).reasoning == "Hm");
}

TEST_CASE("a sample copies the data of its request and reply", "[make_sample]") {
    auto request = ChatRequest::from_user("x");
    request.name = "greeting";
    request.facts = {{"turn", 3}};

    const auto sample = make_sample(request, streamed_reply(), false);

    CHECK(sample.name == "greeting");
    CHECK(sample.facts == Facts{{"turn", 3}});
    CHECK(sample.ok());
    CHECK(sample.http_status == 200);
    CHECK(sample.finish_reason == "stop");
    CHECK(sample.reconnected);
    CHECK(sample.usage.completion_tokens == 6);
    CHECK(sample.timings.raw == "{}");
}

TEST_CASE("a failed reply keeps what it had before the failure", "[make_sample]") {
    auto reply = streamed_reply();
    reply.status = RequestStatus::truncated;
    reply.error = "the reply ended early";

    const auto sample = make_sample(ChatRequest(), reply, false);

    CHECK_FALSE(sample.ok());
    CHECK(sample.status == RequestStatus::truncated);
    CHECK(sample.error == "the reply ended early");
    CHECK(sample.latency_s == 2.5);
    CHECK(sample.ttft_s == 0.25);
}

TEST_CASE("the hash of a prompt is that of its roles and contents", "[make_sample]") {
    const auto hash = [](std::vector<Message> messages) {
        ChatRequest request;
        request.messages = std::move(messages);
        return make_sample(request, streamed_reply(), false).prompt_sha256;
    };
    // printf 'user\0Hi\0' | sha256sum
    CHECK(hash({{"user", "Hi"}}) ==
          "31c19b7f68f14920e6be4e1d52dd60b3d72d07a6b173f91c5f6f0edd4bffdead");
    CHECK(hash({{"user", "Hi"}}) == hash({{"user", "Hi"}}));
    CHECK(hash({{"user", "Hi"}}) != hash({{"system", "Hi"}}));
    CHECK(hash({{"user", "a"}, {"user", "b"}}) != hash({{"user", "ab"}}));
}

TEST_CASE("a sample has the tokens of a reply that came with log-probabilities", "[make_sample]") {
    auto reply = streamed_reply();
    reply.tokens = {{.token = 7, .top = {{.token = 7, .logprob = -0.5, .text = "a"}}}};

    const auto sample = make_sample(ChatRequest(), reply, false);

    REQUIRE(sample.tokens.size() == 1);
    CHECK(sample.tokens[0].token == 7);
    CHECK(sample.tokens[0].top.at(0).text == "a");
}

} // namespace moebench::detail
