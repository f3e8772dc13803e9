// SPDX-License-Identifier: MIT
#include <moebench/protocol/chat_codec.hpp>

#include <catch2/catch.hpp>

#include <string>

#include <support/work.hpp>

// What servers other than llama-server of today send.
namespace moebench {

namespace {

using Catch::Contains;

struct Decoded {
    Result<void> read;
    ChatReply reply;
};

Decoded decode(std::string_view stream) {
    detail::SseParser parser;
    parser.push(stream, TimePoint(std::chrono::milliseconds(1)));
    parser.finish(TimePoint(std::chrono::milliseconds(2)));
    Decoded decoded;
    decoded.read = decode_chat_stream(parser, decoded.reply);
    return decoded;
}

std::string event(const std::string& data) { return "data: " + data + "\n\n"; }
std::string delta(const std::string& delta) {
    return event(R"({"choices":[{"index":0,"delta":)" + delta + R"(,"finish_reason":null}]})");
}
const std::string word = delta(R"({"content":"word"})");
const std::string finish = event(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})");
const std::string done = event("[DONE]");

std::string not_streamed(const std::string& message, const std::string& more = "") {
    return R"({"choices":[{"message":)" + message + R"(,"finish_reason":"stop"}])" + more + "}";
}

} // namespace

TEST_CASE("events that say nothing about the reply are passed over", "[chat_stream]") {
    const std::string nothing = GENERATE(
        event("{}"), event(R"({"id":"c","object":"chat.completion.chunk"})"),
        event(R"({"choices":null})"), event(R"({"choices":[]})"), event(R"({"choices":[{}]})"),
        event(R"({"choices":[{"index":0,"delta":null}]})"),
        event(R"({"choices":[{"index":1,"delta":{"content":"another"}}]})"),
        event(R"({"error":null,"choices":[]})"), event(R"({"error":"","choices":[]})"),
        event(R"({"error":{},"choices":[{"delta":{"content":""}}]})"),
        event(R"({"choices":[],"usage":null,"timings":null})"),
        event(R"({"choices":[{"delta":{"role":"assistant","content":null,"tool_calls":null}}]})"),
        event(R"({"choices":[{"delta":{"content":"","tool_calls":[]},"finish_reason":""}]})"),
        ": ping\n\n", ":\n\n", ": {\"ping\": 1}\n", "data:\n\n", "data: \n\n", event("ping"),
        "id: 7\nretry: 10\nevent: ping\ndata: {\"type\": \"ping\"}\n\n",
        "event: ping\ndata: now\n\n", "event: metadata\ndata: {\"model\": {\"a\": [1]}}\n\n",
        "event: heartbeat\ndata: {broken\n\n", "event: x\n\n", "vendor: y\n\n",
        event(R"({"type":"ping"})"), event("[1,2]"), event("3"));
    CAPTURE(nothing);
    for (const auto& stream : {nothing + word + finish + done, word + nothing + finish + done,
                               word + finish + nothing + done, word + finish + done + nothing,
                               word + finish + nothing}) {
        const auto decoded = decode(stream);
        CHECK_FALSE(decoded.read.has_error());
        CHECK(decoded.reply.content == "word");
        CHECK(decoded.reply.finish_reason == "stop");
        CHECK(decoded.reply.text_events.size() == 1);
    }
}

TEST_CASE("a stream may end in any of the ways that say that it is complete", "[chat_stream]") {
    const std::string end =
        GENERATE(as<std::string>{}, done, finish + done, finish, finish + "data: [DONE]",
                 finish + "data: [DONE]\n", "data: [DONE]", "data:[DONE] \n\n", done + done,
                 std::string(finish, 0, finish.size() - 1),
                 event(R"({"choices":[{"delta":null,"finish_reason":"length"}]})"));
    CAPTURE(end);

    const auto decoded = decode(word + end);

    CHECK_FALSE(decoded.read.has_error());
    CHECK(decoded.reply.content == "word");
}

TEST_CASE("a stream that begins with a byte order mark is read", "[chat_stream]") {
    CHECK(decode("\xEF\xBB\xBF" + word + done).reply.content == "word");
    CHECK(decode("\xEF\xBB\xBF\n" + word + done).reply.content == "word");
}

TEST_CASE("events of any type count if they carry a part of the reply", "[chat_stream]") {
    CHECK(decode("event: chunk\n" + word + "event: message\n" + word + done).reply.content ==
          "wordword");
}

TEST_CASE("reasoning is text in every spelling", "[chat_stream]") {
    const std::string part =
        GENERATE(R"({"reasoning_content":"Hm"})", R"({"reasoning":"Hm"})", R"({"thinking":"Hm"})",
                 R"({"reasoning_content":"Hm","reasoning":"Hm"})",
                 R"({"reasoning_content":null,"reasoning":"Hm","content":null})",
                 R"({"reasoning_content":"","reasoning":"Hm","content":""})");
    CAPTURE(part);

    const auto decoded = decode(delta(part) + word + done);
    ChatReply whole;
    decode_chat_reply(not_streamed(part), whole).value();

    CHECK(decoded.reply.reasoning == "Hm");
    REQUIRE(decoded.reply.text_events.size() == 2);
    CHECK(decoded.reply.text_events[0].reasoning);
    CHECK_FALSE(decoded.reply.text_events[1].reasoning);
    CHECK(whole.reasoning == "Hm");
    CHECK(whole.content.empty());
}

TEST_CASE("content may come in parts", "[chat_stream]") {
    const std::string parts =
        R"({"content":[{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]})";
    ChatReply whole;
    decode_chat_reply(not_streamed(parts), whole).value();

    CHECK(whole.content == "ab");
    CHECK(decode(delta(parts) + done).reply.content == "ab");
}

TEST_CASE("tool calls are output", "[chat_stream]") {
    const std::string call =
        R"({"tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":""}}]})";
    const std::string rest = R"({"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]})";

    const auto decoded = decode(delta(call) + delta(rest) + done);
    ChatReply whole;
    decode_chat_reply(not_streamed(call), whole).value();

    CHECK(decoded.reply.tool_calls == "f{\"a\":1}");
    REQUIRE(decoded.reply.text_events.size() == 2);
    CHECK(decoded.reply.text_events[0].tool_call);
    CHECK_FALSE(decoded.reply.text_events[0].reasoning);
    CHECK(whole.tool_calls == "f");
}

TEST_CASE(
    "counts come from usage, wherever it stands, else from the timings, else they are unknown",
    "[chat_stream]") {
    const auto usage = [](int prompt, int completion) {
        return R"("usage":{"prompt_tokens":)" + std::to_string(prompt) +
               R"(,"completion_tokens":)" + std::to_string(completion) + "}";
    };
    const std::string timings = R"("timings":{"cache_n":2,"prompt_n":7,"predicted_n":3})";
    using Count = std::optional<std::int64_t>;
    const auto [events, prompt, completion] = GENERATE_COPY(table<std::string, Count, Count>({
        {word + event("{" + usage(9, 3) + "}"), 9, 3},
        {word + event(R"({"choices":[],)" + usage(9, 3) + "}"), 9, 3},
        {event(R"({"choices":[{"delta":{"content":"a"}}],)" + usage(9, 1) + "}") +
             event(R"({"choices":[{"delta":{"content":"b"}}],)" + usage(9, 3) + "}"),
         9, 3},
        {word + event("{" + usage(9, 3) + "," + timings + "}"), 9, 3},
        {word + event("{" + timings + "}"), 9, 3},
        {word + event(R"({"usage":{},)" + timings + "}"), 9, 3},
        {word + event("{" + usage(0, 0) + "," + timings + "}"), 9, 3},
        {word + event("{" + usage(0, 0) + "}"), Count(), Count()},
        {word, Count(), Count()},
        {word + event(R"({"timings":{"predicted_n":-1,"prompt_n":9223372036854775807}})"), Count(),
         Count()},
    }));
    CAPTURE(events);

    const auto decoded = decode(events + done);

    CHECK_FALSE(decoded.read.has_error());
    CHECK(decoded.reply.usage.prompt_tokens == prompt);
    CHECK(decoded.reply.usage.completion_tokens == completion);
    CHECK(decoded.reply.usage.total_tokens.has_value() == prompt.has_value());
}

TEST_CASE("an error in a stream shows the server's own words, whatever its shape",
          "[chat_stream]") {
    const auto [error, words] = GENERATE(table<std::string, std::string>({
        {event(R"({"error":"out of memory"})"), "out of memory"},
        {event(R"({"error":{"message":"out of memory","type":"x"}})"), "out of memory (x)"},
        {event(R"({"error":{"error":{"message":"out of memory"}}})"), "out of memory"},
        {event(R"({"error":{"code":507}})"), R"({"error":{"code":507}})"},
        {event(R"({"error":507})"), R"({"error":507})"},
        {event(R"({"error":true,"detail":"out of memory"})"), "out of memory"},
        {event(R"({"object":"error","message":"out of memory","code":507})"), "out of memory"},
        {event(R"({"type":"error","error":{"message":"out of memory"}})"), "out of memory"},
        {"event: error\n" + event(R"({"code":400,"details":"out of memory"})"), "out of memory"},
        {"event: error\n" + event(R"("out of memory")"), "out of memory"},
        {"event: error\n" + event("out of memory"), "out of memory"},
        {R"({"error":{"message":"out of memory"}})"
         "\n\n",
         "out of memory"},
        {event(R"({"choices":[{"delta":{"content":""},"finish_reason":"error"}],)"
               R"("error":{"message":"out of memory"}})"),
         "out of memory"},
        {event(R"({"error":"a\u001b[31mb\nc"})"), "a [31mb c"},
    }));
    const std::string rest = GENERATE_COPY(std::string(), done, finish + done);
    CAPTURE(error);

    const auto decoded = decode(word + error + rest);

    REQUIRE(decoded.read.has_error());
    CHECK(decoded.read.error().code == Errc::http_status);
    CHECK(decoded.read.error().context == "error event: " + words);
    CHECK(decoded.reply.content == "word");
    CHECK(decode(R"({"error":"at the end"})").read.error().context == "error event: at the end");
}

TEST_CASE("a finish_reason of 'error' is no success", "[chat_stream]") {
    const auto decoded =
        decode(word + event(R"({"choices":[{"delta":{},"finish_reason":"error"}]})") + done);

    CHECK(decoded.read.error().code == Errc::http_status);
}

TEST_CASE("an error in place of a reply has the server's words", "[chat_stream]") {
    ChatReply reply;
    const auto read = decode_chat_reply(R"({"error":{"message":"out of memory"}})", reply);

    CHECK(read.error().code == Errc::http_status);
    CHECK_THAT(read.error().context, Contains("out of memory"));
    CHECK_FALSE(decode_chat_reply(not_streamed(R"({"content":"x"})", R"(,"error":null)"), reply)
                    .has_error());
}

TEST_CASE("a stream that ends early shows what the server said last", "[chat_stream]") {
    const auto decoded = decode(word + event(R"({"message":"worker lost","code":1})"));

    CHECK(decoded.read.error().code == Errc::stream_truncated);
    CHECK_THAT(decoded.read.error().context, Contains("worker lost"));
}

TEST_CASE("a garbled stream is no success", "[chat_stream]") {
    const std::string stream = GENERATE_COPY(
        // the name of the field, the line's end, the beginning of the data
        word + "d\x01ta: " + word.substr(6) + finish + done,
        word + "data" + word.substr(5) + finish + done, word + ":" + word.substr(1) + finish + done,
        word.substr(0, word.size() - 1) + "x" + word + finish + done,
        word.substr(0, word.size() - 2) + "x\n" + word + finish + done,
        word + event("x" + word.substr(6)) + finish + done,
        // the end is missing
        word + "data: {\"choices\":[{\"delta\":{\"con", word + finish + "data: {\"choices\":[{\"de",
        // text that is not UTF-8
        delta("{\"content\":\"wo\xF2rd\"}") + finish + done,
        delta("{\"reasoning\":\"wo\x82rd\"}") + finish + done,
        // two replies in one
        word + finish + done + word + finish + done,
        word + finish + done + event(R"({"choices":[{"delta":{"content":"x)"));
    CAPTURE(stream);

    CHECK(decode(stream).read.has_error());
}

TEST_CASE("a stream that ends inside an event is truncated", "[chat_stream]") {
    const std::string before = GENERATE(as<std::string>{}, word, word + finish, word + done);
    const std::string rest = GENERATE("data: {\"choices\":[{\"de", "data: {\"choi\n");

    CHECK(decode(before + rest).read.error().code == Errc::stream_truncated);
}

TEST_CASE("a character may be split between two events", "[chat_stream]") {
    CHECK(decode(delta("{\"content\":\"a\xE8\xAA\"}") + delta("{\"content\":\"\x9Ez\"}") + done)
              .reply.content == "a\u8A9Ez");
}

TEST_CASE("the work on a stream grows no faster than the stream", "[chat_stream]") {
    const auto [begin, middle, end] = GENERATE(table<std::string, std::string, std::string>({
        {R"(data: {"choices":[{"delta":{"content":")", "xxxx", "\"}}]}\n\n"}, // one long line
        {R"({"choices":[{"delta":{"content":")", "\\n\\n", "\"}}]}\n\n"},
        {"", "\r", ""},
        {"", "\n\r\n", ""},
        {"", "data: {}\r\r", ""},
        {"", "data:\n", "\n"},
        {"event: ping\n", "data: {\n", "\n"},
        {"", "event: {x}\n", ""},
        {"", "x{\n", ""},
        {"",
         R"(data: {"choices":[{"delta":{"content":"xxxx"}}]})"
         "\n\n",
         ""},
        {"data: {\"error\":", "[", "\n\n"},
    }));
    CAPTURE(begin, middle);
    const std::size_t piece = GENERATE(as<std::size_t>{}, 3, 1 << 20);
    const auto read = [&, &begin = begin, &middle = middle, &end = end](std::size_t size) {
        std::string stream = begin;
        while (stream.size() < size) stream += middle;
        stream += end;
        detail::SseParser parser;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            parser.push(std::string_view(stream).substr(at, piece), TimePoint());
        }
        parser.finish(TimePoint());
        ChatReply reply;
        static_cast<void>(decode_chat_stream(parser, reply));
    };

    CHECK(test::growth_of_work(read, std::size_t{1} << 17) < 8);
}

} // namespace moebench
