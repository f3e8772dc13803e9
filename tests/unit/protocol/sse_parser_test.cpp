// SPDX-License-Identifier: MIT
#include <moebench/protocol/detail/sse_parser.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace moebench::detail {

namespace {

using Texts = std::vector<std::string>;

TimePoint at_ms(int milliseconds) { return TimePoint(std::chrono::milliseconds(milliseconds)); }

Texts events_of(const SseParser& parser) {
    Texts events;
    for (std::size_t i = 0; i < parser.size(); ++i) events.emplace_back(parser.data(i));
    return events;
}

Texts parse(std::string_view stream) {
    SseParser parser;
    parser.push(stream, at_ms(0));
    return events_of(parser);
}

std::string with_line_end(std::string text, const std::string& end) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += end.size()) {
        text.replace(at, 1, end);
    }
    return text;
}

// Events as llama-server sends them, and as other servers may send them.
const std::string mixed_stream = ":\n\n"
                                 "data: {\"a\":1}\n\n"
                                 "data: first\ndata: second\n\n"
                                 "event: message\nid: 7\nretry: 10\ndata:no space\n\n"
                                 ": comment\ndata:  two spaces\n\n"
                                 "data:\n\n"
                                 "\n\n"
                                 "data: [DONE]\n\n";
const Texts mixed_events = {"{\"a\":1}", "first\nsecond", "no space", " two spaces", "", "[DONE]"};

} // namespace

TEST_CASE("data lines are joined, comments and other fields are ignored", "[sse]") {
    CHECK(parse(mixed_stream) == mixed_events);
}

TEST_CASE("lines may end with LF, CR or CRLF", "[sse]") {
    const std::string end = GENERATE("\n", "\r", "\r\n");

    CHECK(parse(with_line_end(mixed_stream, end)) == mixed_events);
}

TEST_CASE("a stream gives the same events wherever it is split into two reads", "[sse]") {
    const std::string end = GENERATE("\n", "\r", "\r\n");
    const auto stream = with_line_end(mixed_stream, end);

    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        SseParser parser;
        parser.push(std::string_view(stream).substr(0, cut), at_ms(0));
        parser.push(std::string_view(stream).substr(cut), at_ms(1));
        INFO("cut at " << cut);
        REQUIRE(events_of(parser) == mixed_events);
    }
}

TEST_CASE("a stream gives the same events with reads of any size", "[sse]") {
    const std::string end = GENERATE("\n", "\r", "\r\n");
    const auto stream = with_line_end(mixed_stream, end);

    for (std::size_t size = 1; size <= 20; ++size) {
        SseParser parser;
        for (std::size_t at = 0; at < stream.size(); at += size) {
            parser.push(std::string_view(stream).substr(at, size), at_ms(0));
        }
        INFO("reads of " << size);
        REQUIRE(events_of(parser) == mixed_events);
    }
}

TEST_CASE("an event is stamped with the read that completed it", "[sse]") {
    SseParser parser;

    parser.push("data: a\n\ndata: b\n\nda", at_ms(10));
    parser.push("ta: c\n", at_ms(20));
    parser.push("\ndata: d\n\n", at_ms(30));

    REQUIRE(events_of(parser) == Texts{"a", "b", "c", "d"});
    CHECK(parser.at(0) == at_ms(10));
    CHECK(parser.at(1) == at_ms(10));
    CHECK(parser.at(2) == at_ms(30));
    CHECK(parser.at(3) == at_ms(30));
}

TEST_CASE("an event is complete at the first byte of the line end of its empty line", "[sse]") {
    SseParser parser;

    parser.push("data: a\r\n\r", at_ms(10));
    CHECK(events_of(parser) == Texts{"a"});
    parser.push("\n", at_ms(20));

    REQUIRE(events_of(parser) == Texts{"a"});
    CHECK(parser.at(0) == at_ms(10));
}

TEST_CASE("an event without its empty line does not count", "[sse]") {
    CHECK(parse("data: a\n\ndata: b\n") == Texts{"a"});
    CHECK(parse("data: a\n\ndata: b") == Texts{"a"});
    CHECK(parse("data: a\n\ndat").size() == 1);
}

TEST_CASE("fields are recognized by their whole name", "[sse]") {
    CHECK(parse("database: x\n\ndata x\n\n data: x\n\nDATA: x\n\n").empty());
}

TEST_CASE("after a reset nothing of the old stream is left", "[sse]") {
    const std::string rest = GENERATE("data: old\n\n", "data: old\n", "data: ol", "data: old\r");
    SseParser parser;
    parser.push("data: older\n\n" + rest, at_ms(0));

    parser.reset();
    CHECK(parser.size() == 0);
    parser.push("\ndata: new\n\n", at_ms(1));

    CHECK(events_of(parser) == Texts{"new"});
}

TEST_CASE("an event may be larger than any read", "[sse]") {
    const std::string text(1 << 20, 'x');
    SseParser parser;

    parser.push("data: ", at_ms(0));
    for (std::size_t at = 0; at < text.size(); at += 4096) {
        parser.push(std::string_view(text).substr(at, 4096), at_ms(0));
    }
    parser.push("\n\n", at_ms(0));

    REQUIRE(parser.size() == 1);
    CHECK(parser.data(0) == text);
}

TEST_CASE("ten thousand events keep their order", "[sse]") {
    SseParser parser;
    for (int i = 0; i < 10'000; ++i) {
        parser.push("data: " + std::to_string(i) + "\n\n", at_ms(i));
    }

    REQUIRE(parser.size() == 10'000);
    CHECK(parser.data(0) == "0");
    CHECK(parser.data(9'999) == "9999");
    CHECK(parser.at(9'999) == at_ms(9'999));
}

} // namespace moebench::detail
