// SPDX-License-Identifier: MIT
#include <moebench/protocol/chat_codec.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace moebench {

namespace {

ChatRequest seed_request() {
    auto request = ChatRequest::from_user("Say \"hi\" \u2713");
    request.messages.insert(request.messages.begin(),
                            Message("system", "You are a concise senior systems engineer."));
    request.model = "bench-multi-cpu-moe";
    request.max_tokens = 192;
    request.cache_prompt = false;
    request.stream = false;
    return request;
}

ChatReply decode_good_reply(std::string_view body) {
    ChatReply reply;
    decode_chat_reply(body, reply).value();
    return reply;
}

std::string plain_reply(std::string_view message, std::string_view more = "") {
    return R"({"choices":[{"finish_reason":"stop","index":0,"message":)" + std::string(message) +
           "}]" + std::string(more) + "}";
}

ChatReply decode_with_logprobs(const std::string& logprobs) {
    return decode_good_reply(plain_reply(R"({"content":"Hi"},"logprobs":)" + logprobs));
}

struct Stream {
    detail::SseParser parser;

    Stream& event(std::string_view data, int at_ms = 0) {
        parser.push("data: " + std::string(data) + "\n\n",
                    TimePoint(std::chrono::milliseconds(at_ms)));
        return *this;
    }

    Stream& delta(std::string_view delta, int at_ms = 0) {
        return event(R"({"choices":[{"finish_reason":null,"index":0,"delta":)" +
                         std::string(delta) + R"(}],"object":"chat.completion.chunk"})",
                     at_ms);
    }

    Stream& end(std::string_view more = "") {
        event(R"({"choices":[{"finish_reason":"length","index":0,"delta":{}}]})");
        if (!more.empty()) event(R"({"choices":[],)" + std::string(more) + "}");
        return event("[DONE]");
    }

    ChatReply good_reply() const {
        ChatReply reply;
        decode_chat_stream(parser, reply).value();
        return reply;
    }

    Failure failure() const {
        ChatReply reply;
        const auto decoded = decode_chat_stream(parser, reply);
        REQUIRE(decoded.has_error());
        return decoded.error();
    }
};

} // namespace

TEST_CASE("the chat request has the original script's members, in the same order", "[chat_codec]") {
    const auto body = encode_chat_request(seed_request()).value();

    CHECK(body == R"({"model": "bench-multi-cpu-moe", "messages": [)"
                  R"({"role": "system", "content": "You are a concise senior systems engineer."}, )"
                  "{\"role\": \"user\", \"content\": \"Say \\\"hi\\\" \u2713\"}], "
                  R"("max_tokens": 192, "temperature": 0, "top_k": 1, "stream": false, )"
                  R"("cache_prompt": false})");
}

TEST_CASE("a streamed request asks for usage, and options are sent when set", "[chat_codec]") {
    auto request = ChatRequest::from_user("x");
    request.seed = 7;
    request.ignore_eos = true;
    request.cache_prompt = true;

    CHECK(encode_chat_request(request).value() ==
          R"({"model": "", "messages": [{"role": "user", "content": "x"}], "temperature": 0, )"
          R"("top_k": 1, "stream": true, "stream_options": {"include_usage": true}, )"
          R"("cache_prompt": true, "seed": 7, "ignore_eos": true})");
}

TEST_CASE("the extra body replaces members and adds new ones", "[chat_codec]") {
    auto request = seed_request();
    request.messages.resize(1);
    request.extra_body = R"({"temperature": 0.5, "min_p": 0.1, "model": null})";

    CHECK(encode_chat_request(request).value() ==
          R"({"model":null,"messages":[{"role":"system","content":)"
          R"("You are a concise senior systems engineer."}],"max_tokens":192,)"
          R"("temperature":5E-1,"top_k":1,"stream":false,"cache_prompt":false,"min_p":1E-1})");
}

TEST_CASE("an extra body that is not an object is an invalid option", "[chat_codec]") {
    auto request = seed_request();
    request.extra_body = GENERATE("[1]", "{", "3", "null", "x");

    const auto encoded = encode_chat_request(request);

    CHECK(encoded.error().code == Errc::invalid_option);
    CHECK(encoded.error().context.find(request.extra_body) != std::string::npos);
}

TEST_CASE("a reply of llama-server that is not streamed is read completely", "[chat_codec]") {
    const auto reply = decode_good_reply(
        R"({"choices":[{"finish_reason":"length","index":0,"message":{"role":"assistant",)"
        R"("content":"Hello","reasoning_content":"Hm."}}],"created":1,"model":"m",)"
        R"("system_fingerprint":"b9749-d32676d77","object":"chat.completion","usage":)"
        R"({"completion_tokens":4,"prompt_tokens":11,"total_tokens":15,)"
        R"("prompt_tokens_details":{"cached_tokens":3}},"id":"chatcmpl-x","timings":)"
        R"({"cache_n":3,"prompt_n":8,"prompt_ms":12.50,"prompt_per_second":6.4e2,)"
        R"("predicted_n":4,"predicted_ms":100,"predicted_per_second":40.0}})");

    CHECK(reply.content == "Hello");
    CHECK(reply.reasoning == "Hm.");
    CHECK(reply.finish_reason == "length");
    CHECK(reply.usage.prompt_tokens == 11);
    CHECK(reply.usage.completion_tokens == 4);
    CHECK(reply.usage.total_tokens == 15);
    CHECK(reply.usage.cached_tokens == 3);
    CHECK(reply.timings.cache_n == 3);
    CHECK(reply.timings.prompt_n == 8);
    CHECK(reply.timings.prompt_ms == 12.5);
    CHECK(reply.timings.predicted_n == 4);
    CHECK(reply.timings.predicted_ms == 100.0);
    CHECK(reply.text_events.empty());
}

TEST_CASE("the server's timings are kept byte for byte", "[chat_codec]") {
    const std::string timings =
        R"({ "prompt_ms":12.50, "predicted_per_second":1e6,"draft_n" : 0, "x":{"timings":[]} })";

    CHECK(decode_good_reply(plain_reply(R"({"content":"timings"})", ",\"timings\":" + timings))
              .timings.raw == timings);
    CHECK(Stream()
              .delta(R"({"content":"timings"})")
              .end("\"timings\":" + timings)
              .good_reply()
              .timings.raw == timings);
}

TEST_CASE("a reply with log-probabilities has its tokens and their candidates", "[chat_codec]") {
    const auto reply = decode_with_logprobs(
        R"({"content":[)"
        R"({"id":5,"token":"Hi","logprob":-0.5,"top_logprobs":[)"
        R"({"id":5,"token":"Hi","logprob":-0.5},{"id":6,"token":"Ho","logprob":null}]},)"
        R"({"id":2,"token":"","logprob":-0.1,"top_logprobs":[)"
        R"({"id":2,"token":"","logprob":-0.1}]}]})");

    REQUIRE(reply.tokens.size() == 2);
    CHECK(reply.tokens[0].token == 5);
    REQUIRE(reply.tokens[0].top.size() == 2);
    CHECK(reply.tokens[0].top[0].logprob == -0.5);
    CHECK(reply.tokens[0].top[0].text == "Hi");
    CHECK_FALSE(reply.tokens[0].top[1].logprob.has_value());
    CHECK(reply.tokens[1].token == 2);
}

TEST_CASE("log-probabilities that are absent or of another form leave a good reply without tokens",
          "[chat_codec]") {
    const std::string logprobs = GENERATE(
        "null", "7", "[]", "{}", R"({"content":null})", R"({"content":[]})", R"({"content":[7]})",
        // OpenAI has no ids
        R"({"content":[{"token":"a","logprob":-1,"top_logprobs":[{"token":"a","logprob":-1}]}]})",
        // the second token is not complete
        R"({"content":[{"id":1,"top_logprobs":[]},{"id":1}]})");
    CAPTURE(logprobs);

    const auto reply = decode_with_logprobs(logprobs);

    CHECK(reply.tokens.empty());
    CHECK(reply.content == "Hi");
}

TEST_CASE("null and absent text is empty", "[chat_codec]") {
    const std::string message =
        GENERATE(R"({"role":"assistant","content":null})", R"({"role":"assistant"})",
                 R"({"content":"","reasoning_content":null})");

    const auto reply = decode_good_reply(plain_reply(message));

    CHECK(reply.content.empty());
    CHECK(reply.reasoning.empty());
    CHECK(reply.finish_reason == "stop");
}

TEST_CASE("missing usage stays unknown", "[chat_codec]") {
    const std::string more = GENERATE(
        "", R"(,"usage":null)", R"(,"usage":{})", R"(,"usage":{"prompt_tokens":null})",
        R"(,"usage":{"prompt_tokens_details":null})", R"(,"usage":{"prompt_tokens_details":{}})");

    const auto reply = decode_good_reply(plain_reply(R"({"content":"x"})", more));

    CHECK_FALSE(reply.usage.prompt_tokens);
    CHECK_FALSE(reply.usage.completion_tokens);
    CHECK_FALSE(reply.usage.cached_tokens);
}

TEST_CASE("the cached count falls back to the timings, and usage comes first", "[chat_codec]") {
    const auto [usage, cached] = GENERATE(table<std::string, std::int64_t>({
        {R"(,"usage":{"prompt_tokens":9})", 5},
        {R"(,"usage":{"prompt_tokens_details":{"cached_tokens":0}})", 0},
        {"", 5},
    }));
    const std::string timings = R"(,"timings":{"cache_n":5})";

    CHECK(
        decode_good_reply(plain_reply(R"({"content":""})", usage + timings)).usage.cached_tokens ==
        cached);
    CHECK(Stream()
              .delta(R"({"content":"x"})")
              .end((usage + timings).substr(1))
              .good_reply()
              .usage.cached_tokens == cached);
}

TEST_CASE("null or invalid timings are absent, and the rest is read", "[chat_codec]") {
    const auto reply = decode_good_reply(plain_reply(
        R"({"content":""})",
        R"(,"timings":{"prompt_n":null,"prompt_ms":null,"predicted_n":"4","predicted_ms":2.5})"));

    CHECK_FALSE(reply.timings.cache_n);
    CHECK_FALSE(reply.timings.prompt_n);
    CHECK_FALSE(reply.timings.prompt_ms);
    CHECK_FALSE(reply.timings.predicted_n);
    CHECK(reply.timings.predicted_ms == 2.5);
}

TEST_CASE("timings of the wrong type count as missing", "[chat_codec]") {
    const std::string timings = GENERATE("null", "[]", "3", "\"x\"");

    const auto reply =
        decode_good_reply(plain_reply(R"({"content":""})", ",\"timings\":" + timings));

    CHECK(reply.timings.raw.empty());
}

TEST_CASE("a reply with lone surrogates is good", "[chat_codec]") {
    CHECK(decode_good_reply(plain_reply(R"({"content":"a\ud800z"})")).content == "a\uFFFDz");
    CHECK(Stream().delta(R"({"content":"a\udc00z"})").end().good_reply().content == "a\uFFFDz");
}

TEST_CASE("unknown members are ignored", "[chat_codec]") {
    const auto reply =
        decode_good_reply(plain_reply(R"({"content":"x","tool_calls":[],"new":{"a":[1]}})",
                                      R"(,"__verbose":{"timings":{"prompt_n":1}},"n":null)"));

    CHECK(reply.content == "x");
    CHECK(reply.timings.raw.empty());
}

TEST_CASE("a wrong type is a failure that names the member", "[chat_codec]") {
    const auto [body, name] = GENERATE(table<std::string, std::string>({
        {"[]", "not an object"},
        {"{}", "choices"},
        {R"({"choices":{}})", "choices"},
        {R"({"choices":[]})", "choices"},
        {R"({"choices":[3]})", "choices[0]"},
        {R"({"choices":[{}]})", "choices[0].message"},
        {plain_reply("\"text\""), "choices[0].message"},
        {plain_reply(R"({"content":3})"), "content"},
        {plain_reply(R"({"content":["x"]})"), "content"},
        {plain_reply(R"({"reasoning_content":{}})"), "reasoning_content"},
        {plain_reply("{}", R"(,"usage":[])"), "usage"},
        {plain_reply("{}", R"(,"usage":{"prompt_tokens":"9"})"), "prompt_tokens"},
        {plain_reply("{}", R"(,"usage":{"completion_tokens":-1})"), "completion_tokens"},
        {plain_reply("{}", R"(,"usage":{"total_tokens":1.5})"), "total_tokens"},
        {plain_reply("{}", R"(,"usage":{"prompt_tokens_details":1})"), "prompt_tokens_details"},
        {plain_reply("{}", R"(,"usage":{"prompt_tokens_details":{"cached_tokens":true}})"),
         "cached_tokens"},
    }));

    ChatReply reply;
    const auto decoded = decode_chat_reply(body, reply);

    CHECK(decoded.error().code == Errc::missing_field);
    CHECK(decoded.error().context.find(name) != std::string::npos);
}

TEST_CASE("a 200 with an empty body is malformed", "[chat_codec]") {
    ChatReply reply;

    CHECK(decode_chat_reply("", reply).error().code == Errc::malformed_json);
}

TEST_CASE("the events of a llama-server stream are joined", "[chat_codec]") {
    const auto reply =
        Stream()
            .delta(R"({"role":"assistant","content":null})", 10)
            .delta(R"({"reasoning_content":"Hm"})", 20)
            .delta(R"({"reasoning_content":"."})", 30)
            .delta(R"({"content":"Gr\u00fc"})", 40)
            .delta("{\"content\":\"\u00DFe\"}", 50)
            .end(R"("usage":{"completion_tokens":9,"prompt_tokens":11,"total_tokens":20,)"
                 R"("prompt_tokens_details":{"cached_tokens":2}},"timings":{"predicted_n":9})")
            .good_reply();

    CHECK(reply.content == "Gr\u00FC\u00DFe");
    CHECK(reply.reasoning == "Hm.");
    CHECK(reply.finish_reason == "length");
    CHECK(reply.usage.completion_tokens == 9);
    CHECK(reply.usage.cached_tokens == 2);
    CHECK(reply.timings.predicted_n == 9);
    CHECK(reply.timings.raw == R"({"predicted_n":9})");
}

TEST_CASE("only events that carry text are text events", "[chat_codec]") {
    const auto reply = Stream()
                           .delta(R"({"role":"assistant","content":null})", 10)
                           .delta(R"({"role":"assistant","content":""})", 20)
                           .delta(R"({"reasoning_content":"Hm"})", 30)
                           .delta(R"({"content":"","reasoning_content":"."})", 40)
                           .delta(R"({"content":"a"})", 50)
                           .delta(R"({"content":"b","reasoning_content":"c"})", 60)
                           .delta("{}", 70)
                           .end()
                           .good_reply();

    std::vector<std::pair<int, bool>> seen;
    for (const auto& event : reply.text_events) {
        seen.emplace_back(
            static_cast<int>(event.at.time_since_epoch() / std::chrono::milliseconds(1)),
            event.reasoning);
    }
    CHECK(seen ==
          std::vector<std::pair<int, bool>>{{30, true}, {40, true}, {50, false}, {60, false}});
}

TEST_CASE("timings of progress events are outdated and ignored", "[chat_codec]") {
    const auto reply = Stream()
                           .event(R"({"choices":[{"index":0,"delta":{"content":null}}],)"
                                  R"("prompt_progress":{"total":9},"timings":{"prompt_n":0}})")
                           .delta(R"({"content":"x"})")
                           .end(R"("timings":{"prompt_n":9})")
                           .event(R"({"timings":{"prompt_n":1}})") // after [DONE]
                           .good_reply();

    CHECK(reply.timings.prompt_n == 9);
}

TEST_CASE("with timings on every token the last ones count", "[chat_codec]") {
    const auto reply =
        Stream()
            .event(R"({"choices":[{"delta":{"content":"a"}}],"timings":{"predicted_n":1}})")
            .event(R"({"choices":[{"delta":{"content":"b"}}],"timings":{"predicted_n":2}})")
            .end()
            .good_reply();

    CHECK(reply.content == "ab");
    CHECK(reply.timings.predicted_n == 2);
    CHECK(reply.timings.raw == R"({"predicted_n":2})");
}

TEST_CASE("an error event is a failure with the server's message", "[chat_codec]") {
    const auto failure =
        Stream()
            .delta(R"({"content":"a"})")
            .event(R"({"error":{"code":500,"message":"Compute error.","type":"server_error"}})")
            .failure();

    CHECK(failure.code == Errc::http_status);
    CHECK(failure.context == "error event: Compute error. (server_error)");
}

TEST_CASE("a stream without its end is truncated, and keeps what arrived", "[chat_codec]") {
    Stream stream;
    stream.delta(R"({"content":"a"})").delta(R"({"content":"b"})");

    ChatReply reply;
    const auto decoded = decode_chat_stream(stream.parser, reply);

    CHECK(decoded.error().code == Errc::stream_truncated);
    CHECK(reply.content == "ab");
    CHECK(Stream().failure().code == Errc::stream_truncated);
}

TEST_CASE("an invalid event is a failure", "[chat_codec]") {
    const auto [data, code] = GENERATE(table<std::string, Errc>({
        {"{", Errc::malformed_json},
        {"[{}]", Errc::missing_field},
        {R"({"choices":3})", Errc::missing_field},
        {R"({"choices":[3]})", Errc::missing_field},
        {R"({"choices":[{"delta":"x"}]})", Errc::missing_field},
        {R"({"choices":[{"delta":{"content":3}}]})", Errc::missing_field},
        {R"({"choices":[],"usage":{"prompt_tokens":"x"}})", Errc::missing_field},
    }));

    CHECK(Stream().event(data).end().failure().code == code);
}

TEST_CASE("a megabyte of content is read from both kinds of reply", "[chat_codec]") {
    const std::string text(1 << 20, 'x');
    const std::string message = R"({"content":")" + text + "\"}";

    CHECK(decode_good_reply(plain_reply(message)).content == text);
    CHECK(Stream().delta(message).end().good_reply().content == text);
}

TEST_CASE("a server's error message is put on one line", "[chat_codec]") {
    const auto [body, message] = GENERATE(table<std::string, std::string>({
        {R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})",
         "Loading model (unavailable_error)"},
        {R"({"error":{"message":"no type"}})", "no type"},
        {R"({"error":{"type":"feature_disabled"}})", R"({"error":{"type":"feature_disabled"}})"},
        {R"({"error":{"code":500}})", R"({"error":{"code":500}})"},
        {R"({"error":500})", R"({"error":500})"},
        {R"({"error":"plain text"})", "plain text"},
        {R"({"error":"","message":"elsewhere"})", "elsewhere"},
        {R"({"error":{"error":{"message":"deep"}}})", "deep"},
        {R"({"error":{"code":"x","details":"why"}})", "why"},
        {R"({"code":400,"details":"why"})", "why"},
        {R"({"detail":[{"loc":["body"],"msg":"Field required","type":"missing"}]})",
         "Field required (missing)"},
        {R"("just text")", "just text"},
        {"a\x9Bz\u009b", "a\uFFFDz "},
        {"<html>\n<b>Bad\tGateway</b>\x1B[31m", "<html> <b>Bad Gateway</b> [31m"},
        {"", "empty body"},
    }));

    CHECK(server_message(body) == message);
}

TEST_CASE("only the beginning of an error page is shown", "[chat_codec]") {
    CHECK(server_message(std::string(10'000, 'x')) == std::string(300, 'x') + "...");
}

} // namespace moebench
