// SPDX-License-Identifier: MIT
#include <moebench/transport/detail/beast_reply_reader.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>
#include <string>

#include <support/work.hpp>

namespace moebench::detail {

namespace {

using Catch::Contains;

/// Reads a reply in pieces, as a connection brings it.
struct Reading {
    beast::flat_buffer buffer;
    std::string streamed;
    ChunkHandler keep = [this](std::string_view bytes, TimePoint) { streamed += bytes; };
    ChunkHandler nobody;
    BeastReplyReader reader;
    boost::system::error_code code;

    explicit Reading(bool stream = false)
        : reader(buffer, stream ? keep : nobody, std::size_t{64} << 20) {}

    Reading& read(std::string_view bytes, std::size_t size = 65536) {
        for (; !bytes.empty() && !code; bytes.remove_prefix(std::min(size, bytes.size()))) {
            const auto piece = bytes.substr(0, size);
            const auto space = reader.space();
            std::memcpy(space.data(), piece.data(), piece.size());
            code = reader.take(piece.size(), TimePoint());
        }
        return *this;
    }
    Reading& end() {
        if (!code && !reader.done()) code = reader.take_end();
        return *this;
    }
    std::string body() { return code || !reader.done() ? "-" : reader.response().body; }
};

std::string sized(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string chunked(const std::string& rest) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + rest;
}

const std::string early_hints = "HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n";
const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

TEST_CASE("interim replies are passed over, wherever they are split", "[reply_reader]") {
    const std::string interim = GENERATE(
        as<std::string>{}, go_on, early_hints, early_hints + early_hints, go_on + early_hints,
        "HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 199 X\r\nContent-Length: 5\r\n\r\n");
    const std::string reply = GENERATE(sized("own"), chunked("3\r\nown\r\n0\r\n\r\n"));
    const bool stream = GENERATE(false, true);
    for (std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{65536}}) {
        Reading r(stream);
        r.read(interim, size);
        REQUIRE_FALSE(r.code);
        REQUIRE_FALSE(r.reader.done());
        REQUIRE_FALSE(r.reader.header_done());
        r.read(reply, size);
        REQUIRE(r.reader.header_done());
        REQUIRE(r.body() + r.streamed == "own");
        REQUIRE(r.reader.response().status == 200);
        REQUIRE_FALSE(r.reader.reusable());

        Reading together(stream);
        together.read(interim + reply, size);
        REQUIRE(together.body() + together.streamed == "own");
    }
}

TEST_CASE("an interim reply alone is no reply", "[reply_reader]") {
    CHECK(Reading().read(early_hints).end().code == http::error::end_of_stream);
    CHECK(Reading().read(early_hints + "HTTP/1.1 2").end().code == http::error::partial_message);
}

TEST_CASE("a switch to another protocol is an error", "[reply_reader]") {
    Reading r;
    r.read("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + sized("x"));

    CHECK(r.code);
    CHECK_THAT(r.reader.why(), Contains("101"));
}

TEST_CASE("a connection with anything unusual on it is not used again", "[reply_reader]") {
    CHECK(Reading().read(sized("x")).reader.reusable());
    CHECK(Reading().read(chunked("1\r\nx\r\n0\r\n\r\n")).reader.reusable());
    const std::string reply =
        GENERATE(sized("x") + "\r\n", sized("x") + "y", sized("x") + sized("x"),
                 chunked("1\r\nx\r\n0\r\n\r\nx"), "HTTP/1.1 204 No Content\r\n\r\nx",
                 "HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\nx",
                 "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: Close\r\n\r\nx",
                 "HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx",
                 "HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n");
    CAPTURE(reply);

    Reading r;
    r.read(reply);

    REQUIRE(r.reader.done());
    CHECK_FALSE(r.code);
    CHECK_FALSE(r.reader.reusable());
}

TEST_CASE("a body with broken framing is never complete", "[reply_reader]") {
    const std::string reply = GENERATE(
        // chunk sizes
        chunked("zz\r\nx\r\n0\r\n\r\n"), chunked("-1\r\nx\r\n0\r\n\r\n"), chunked("\r\nx\r\n"),
        chunked("1x\r\nx\r\n0\r\n\r\n"), chunked("0x1\r\nx\r\n0\r\n\r\n"),
        chunked("1 1\r\nx\r\n0\r\n\r\n"), chunked("11111111111111111\r\nx\r\n0\r\n\r\n"),
        chunked("1\r\nx\r\n00g\r\n\r\n"), chunked("1\nx\n0\n\n"), chunked("1\rx\r0\r\r"),
        // chunk ends
        chunked("1\r\nxy0\r\n\r\n"), chunked("1\r\nxyz\r\n0\r\n\r\n"),
        chunked("2\r\nx\r\n0\r\n\r\n"), chunked("1\r\nx\n0\r\n\r\n"),
        chunked("1\r\nx\r\r0\r\n\r\n"),
        // early ends
        chunked(""), chunked("1"), chunked("1\r\n"), chunked("1\r\nx"), chunked("1\r\nx\r\n"),
        chunked("1\r\nx\r\n0"), chunked("1\r\nx\r\n0\r\n"), chunked("1\r\nx\r\n0\r\n\r"),
        chunked("1\r\nx\r\n0\r\nA: b\r\n"), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nx",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nx",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
        // lengths that contradict each other
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\nx",
        // chunks that are not announced as such
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunkex\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    CAPTURE(reply);
    for (std::size_t size : {std::size_t{1}, std::size_t{65536}}) {
        Reading r;
        r.read(reply, size).end();
        CHECK(r.code);
    }
}

TEST_CASE("unusual but valid framing works", "[reply_reader]") {
    const std::string reply = GENERATE(
        chunked("3;a=b\r\nown\r\n0\r\n\r\n"), chunked("3;a=\"b;c\\\"\";d\r\nown\r\n0;e\r\n\r\n"),
        chunked("003\r\nown\r\n000\r\n\r\n"),
        chunked("1\r\no\r\n2\r\nwn\r\n0\r\nA: b\r\nC: d\r\n\r\n"), "HTTP/1.0 200 OK\r\n\r\nown",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nown",
        "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nown",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length: 3\r\n\r\nown",
        "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nown",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nown\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 3\r\n\r\nown",
        "HTTP/1.1 200 \r\nContent-Length: 3\r\n\r\nown",
        "HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\nContent-Length: 3\r\n\r\nown");
    CAPTURE(reply);
    for (std::size_t size : {std::size_t{1}, std::size_t{65536}}) {
        Reading r;
        r.read(reply, size).end();
        CHECK_FALSE(r.code);
        CHECK(r.body() == "own");
    }
}

TEST_CASE("an encoding that was not asked for is named, and nothing of it is handed on",
          "[reply_reader]") {
    const std::string field = GENERATE("Content-Encoding: gzip", "content-encoding: br",
                                       "Content-Encoding: x-\x9b", "Transfer-Encoding: gzip");
    Reading r(true);
    r.read("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\ndata: x\n\n");

    CHECK(r.code.category() == http::make_error_code(http::error::bad_value).category());
    CHECK_THAT(r.reader.why(), Contains("ncoding: "));
    CHECK(r.reader.why().find('\x9b') == std::string::npos);
    CHECK(r.streamed.empty());
}

TEST_CASE("headers, lines and trailers without an end are cut off", "[reply_reader]") {
    const std::string endless(1 << 20, 'x');
    const std::string reply = GENERATE_COPY(chunked("1;" + endless), chunked("1;a=\"" + endless),
                                            chunked("0\r\nA: " + endless));

    CHECK(Reading().read(reply, 1000).code == http::error::header_limit);
}

TEST_CASE("the work on a body grows no faster than the body", "[reply_reader]") {
    const bool in_chunks = GENERATE(false, true);
    const auto read = [&](std::size_t bytes) {
        std::string reply = in_chunks ? chunked("") : sized(std::string(bytes, 'x'));
        for (std::size_t i = 0; in_chunks && i < bytes / 4; ++i) reply += "4\r\nxxxx\r\n";
        Reading().read(reply, 3);
    };

    CHECK(test::growth_of_work(read, std::size_t{1} << 18) < 8);
}

} // namespace moebench::detail
