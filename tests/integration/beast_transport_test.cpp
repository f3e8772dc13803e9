// SPDX-License-Identifier: MIT
#include <moebench/transport/beast_transport.hpp>

#include <catch2/catch.hpp>

#include <functional>

#include <support/raw_server.hpp>
#include <support/run_coroutine.hpp>
#include <support/temporary_folder.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using Catch::Contains;
using namespace test;
using Scripts = std::vector<std::vector<Step>>;

/// The result of one exchange whose body is not streamed.
Result<HttpResponse> exchange_with(asio::io_context& context, BeastTransport& transport,
                                   ExchangeTimings& timings, HttpRequest request = {}) {
    const ChunkHandler no_chunks;
    return run_coroutine(context, transport.exchange(std::move(request), no_chunks, timings));
}

struct Fixture {
    asio::io_context context;
    RawServer<> server;
    BeastTransport transport;
    ExchangeTimings timings;
    std::string streamed;
    std::vector<TimePoint> stamps;
    ChunkHandler keep_chunks = [this](std::string_view bytes, TimePoint at) {
        streamed += bytes;
        stamps.push_back(at);
    };

    explicit Fixture(Scripts scripts, std::string api_key = {})
        : server(context, {asio::ip::address_v4::loopback(), 0}, std::move(scripts)),
          transport(context.get_executor(), ServerAddress::of("127.0.0.1", server.port()),
                    std::move(api_key)) {}

    Result<HttpResponse> exchange(HttpRequest request = {}) {
        return exchange_with(context, transport, timings, std::move(request));
    }
    Result<HttpResponse> stream(HttpRequest request = {}) {
        return run_coroutine(context, transport.exchange(std::move(request), keep_chunks, timings));
    }

    bool run_until(const std::function<bool()>& happened) {
        const auto limit = std::chrono::steady_clock::now() + 10s;
        while (!happened() && context.run_one_until(limit) != 0) {
        }
        return happened();
    }

    /// Checks that a cancelled exchange ends at once and closes its connection.
    void check_aborted(Running<Result<HttpResponse>>& running) {
        REQUIRE(run_until([&] { return running.done(); }));
        CHECK(running.get().error().code == asio::error::operation_aborted);
        context.run_for(10s); // until the server has nothing left to do
        CHECK(server.connection(0).closed_by_client);
    }
};

HttpRequest limited_to(Duration timeout) {
    HttpRequest request;
    request.timeout = timeout;
    return request;
}

std::string chunked(const std::string& body, std::size_t chunk_size) {
    std::string text = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n";
    const char* const digits = "0123456789abcdef";
    for (std::size_t at = 0; at < body.size(); at += chunk_size) {
        const auto piece = body.substr(at, chunk_size);
        text += std::string(1, digits[piece.size() / 16]) + digits[piece.size() % 16] + "\r\n";
        text += piece + "\r\n";
    }
    return text + "0\r\n\r\n";
}

} // namespace

TEST_CASE("a GET is sent completely and its reply is read completely", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("{\"status\":\"ok\"}"))}});
    const std::string port = std::to_string(f.server.port());
    const auto response = f.exchange(HttpRequest("GET", "/health")).value();

    CHECK(response.status == 200);
    CHECK(response.content_type == "application/json");
    CHECK(response.body == "{\"status\":\"ok\"}");
    const auto& request = f.server.connection(0).requests.at(0);
    CHECK(request.starts_with("GET /health HTTP/1.1\r\n"));
    CHECK_THAT(request, Contains("Host: 127.0.0.1:" + port + "\r\n"));
    CHECK_THAT(request, Contains("User-Agent: moebench/"));
    CHECK_THAT(request, !Contains("Authorization"));
    CHECK_THAT(request, !Contains("Content-"));
}

TEST_CASE("a POST has the type and length of its JSON body", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("{}"))}});
    HttpRequest request("POST", "/tokenize");
    request.body = "{\"content\": \"x\"}";

    f.exchange(request).value();

    const auto& sent = f.server.connection(0).requests.at(0);
    CHECK(sent.starts_with("POST /tokenize HTTP/1.1\r\n"));
    CHECK_THAT(sent, Contains("Content-Type: application/json\r\n"));
    CHECK_THAT(sent, Contains("Content-Length: 16\r\n"));
    CHECK(sent.ends_with("\r\n\r\n{\"content\": \"x\"}"));
}

TEST_CASE("a POST without a body has length 0", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("{}"))}});

    f.exchange(HttpRequest("POST", "/slots/0")).value();

    const auto& sent = f.server.connection(0).requests.at(0);
    CHECK_THAT(sent, Contains("Content-Length: 0\r\n"));
    CHECK_THAT(sent, !Contains("Content-Type"));
}

TEST_CASE("a key is sent as bearer token", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("{}"))}}, "sk-1");

    f.exchange().value();

    CHECK_THAT(f.server.connection(0).requests.at(0), Contains("Authorization: Bearer sk-1\r\n"));
}

TEST_CASE("one connection serves many exchanges", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1")), read_request(), send(with_length("2")),
                read_request(), send(with_length("3")), stall()}});

    for (const char* body : {"1", "2", "3"}) {
        CHECK(f.exchange().value().body == body);
        CHECK_FALSE(f.timings.reconnected);
    }
    CHECK(f.server.connections() == 1);
}

TEST_CASE("a connection that the reply closes is simply opened again", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1", "Connection: close\r\n"))},
               {read_request(), send(with_length("2")), stall()}});

    CHECK(f.exchange().value().body == "1");
    CHECK(f.exchange().value().body == "2");

    CHECK_FALSE(f.timings.reconnected);
}

TEST_CASE("a connection that the server closed between exchanges is opened again once",
          "[beast_transport]") {
    const auto [how, end] = GENERATE(table<std::string, Step>({
        {"closed", send("")},
        {"reset", reset()},
    }));
    INFO(how);
    Fixture f({{read_request(), send(with_length("1")), end},
               {read_request(), send(with_length("2")), stall()}});

    CHECK(f.exchange().value().body == "1");
    HttpRequest request("POST", "/tokenize");
    request.body = "{}";
    CHECK(f.exchange(request).value().body == "2");

    CHECK(f.timings.reconnected);
    CHECK(f.server.connections() == 2);
    CHECK(f.server.connection(1).requests.at(0).starts_with("POST /tokenize"));
}

TEST_CASE("a request is sent once more if the server reads it and closes at once",
          "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1")), read_request()},
               {read_request(), send(with_length("2")), stall()}});

    f.exchange().value();
    CHECK(f.exchange().value().body == "2");

    CHECK(f.timings.reconnected);
}

TEST_CASE("a request is not sent again if the server has worked on it and then closes",
          "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1")), read_request(), work()}, {stall()}});

    f.exchange().value();
    const auto response = f.exchange();

    CHECK(response.error().code == Errc::connection_lost);
    CHECK(f.server.connections() == 1);
}

TEST_CASE("a second connection without a reply is a failure, there is no third try",
          "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1"))}, {read_request()}, {stall()}});

    f.exchange().value();
    const auto response = f.exchange();

    CHECK(response.error().code == Errc::connection_lost);
    CHECK(f.server.connections() == 2);
}

TEST_CASE("a fresh connection without a reply is a failure at once", "[beast_transport]") {
    Fixture f({{read_request()}, {stall()}});

    CHECK(f.exchange().error().code == Errc::connection_lost);
    CHECK(f.server.connections() == 1);
}

TEST_CASE("after a failed exchange the next one has a new connection", "[beast_transport]") {
    Fixture f({{read_request(), send("rubbish\r\n\r\n"), stall()},
               {read_request(), send(with_length("2")), stall()}});

    CHECK(f.exchange().error().code == Errc::malformed_http);
    CHECK(f.exchange().value().body == "2");

    CHECK_FALSE(f.timings.reconnected);
}

TEST_CASE("once a byte of the reply is read, nothing is sent again", "[beast_transport]") {
    const std::string beginning =
        GENERATE("H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-");
    Fixture f(
        {{read_request(), send(with_length("1")), read_request(), send(beginning)}, {stall()}});

    f.exchange().value();
    const auto response = f.exchange();

    CHECK(response.error().code == Errc::stream_truncated);
    CHECK(f.server.connections() == 1);
}

TEST_CASE("a body that ends early is truncated", "[beast_transport]") {
    const std::string reply =
        GENERATE("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
                 "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "5\r\n12345\r\n");
    Fixture f({{read_request(), send(reply)}, {stall()}});

    const auto response = f.stream(HttpRequest("GET", "/x"));

    CHECK(response.error().code == Errc::stream_truncated);
    CHECK_THAT(response.error().context, Contains("GET http://127.0.0.1:"));
    CHECK(f.server.connections() == 1);
}

TEST_CASE("the bytes of a truncated stream are passed on", "[beast_transport]") {
    Fixture f({{read_request(),
                send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n")}});

    f.stream();

    CHECK(f.streamed == "12345");
}

TEST_CASE("a connection that is reset inside a body is lost", "[beast_transport]") {
    Fixture f(
        {{read_request(), send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), reset()}});

    const auto response = f.exchange();

    CHECK(response.error().code == Errc::connection_lost);
    CHECK_THAT(response.error().context, Contains("reset"));
}

TEST_CASE("a reply that stalls times out, wherever it stalls", "[beast_transport]") {
    const std::string beginning = GENERATE(
        "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n");
    Fixture f({{read_request(), send(beginning), stall()}});

    const auto began = std::chrono::steady_clock::now(); // connecting is part of the limit
    const auto response = f.exchange(limited_to(30ms));

    CHECK(response.error().code == Errc::request_timeout);
    CHECK(f.timings.finished - began >= 30ms);
    f.exchange();
    CHECK(f.server.connection(0).closed_by_client);
}

TEST_CASE("a timed-out request is not sent again on another connection", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1")), read_request(), stall()}, {stall()}});

    f.exchange().value();
    const auto response = f.exchange(limited_to(30ms));

    CHECK(response.error().code == Errc::request_timeout);
    CHECK(f.server.connections() == 1);
    CHECK_FALSE(f.timings.reconnected);
}

TEST_CASE("endless headers are malformed", "[beast_transport]") {
    std::string reply = "HTTP/1.1 200 OK\r\n";
    SECTION("many fields") {
        for (int i = 0; i < 10'000; ++i) reply += "X-" + std::to_string(i) + ": y\r\n";
    }
    SECTION("one long field") { reply += "X: " + std::string(1 << 20, 'x'); }
    Fixture f({{read_request(), send(reply), stall()}});

    const auto response = f.exchange();

    CHECK(response.error().code == Errc::malformed_http);
}

TEST_CASE("what is not HTTP is malformed", "[beast_transport]") {
    const std::string reply =
        GENERATE("SSH-2.0-OpenSSH_9.2\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    Fixture f({{read_request(), send(reply), stall()}});

    CHECK(f.exchange().error().code == Errc::malformed_http);
}

TEST_CASE("a body may have the allowed size, but not one byte more", "[beast_transport]") {
    const std::string body(1'000, 'x');
    const std::string reply =
        GENERATE_COPY(with_length(body), chunked(body, 100), "HTTP/1.0 200 OK\r\n\r\n" + body);
    Fixture f({{read_request(), send(reply)}, {read_request(), send(reply)}});
    HttpRequest request;

    request.body_limit = 1'000;
    CHECK(f.exchange(request).value().body == body);

    f.transport.close();
    request.body_limit = 999;
    CHECK(f.exchange(request).error().code == Errc::reply_too_large);
}

TEST_CASE("an endless body is cut off", "[beast_transport]") {
    const std::string megabyte(1 << 20, 'x');
    std::vector<Step> script = {read_request(), send("HTTP/1.1 200 OK\r\n\r\n")};
    for (int i = 0; i < 64; ++i) script.push_back(send(megabyte));
    Fixture f({script});
    HttpRequest request;
    request.body_limit = 4 << 20;

    const auto response = f.stream(request);

    CHECK(response.error().code == Errc::reply_too_large);
    CHECK(f.streamed.size() <= request.body_limit);
}

TEST_CASE("a body without a length ends with the connection", "[beast_transport]") {
    Fixture f({{read_request(), send("HTTP/1.0 200 OK\r\n\r\nall of it")}});

    CHECK(f.exchange().value().body == "all of it");
}

TEST_CASE("a chunked stream may be split anywhere", "[beast_transport]") {
    const std::string body = "data: {\"a\":1}\n\ndata: [DONE]\n\n";
    const std::string reply = chunked(body, 10);
    std::vector<std::vector<Step>> scripts;
    for (std::size_t cut = 1; cut < reply.size(); ++cut) {
        scripts.push_back({read_request(), send(reply.substr(0, cut)), send(reply.substr(cut))});
    }
    std::vector<Step> bytewise = {read_request()};
    for (const char byte : reply) bytewise.push_back(send(std::string(1, byte)));
    scripts.push_back(bytewise);
    Fixture f(scripts);

    for (std::size_t i = 0; i < scripts.size(); ++i) {
        INFO("script " << i);
        f.streamed.clear();
        const auto response = f.stream().value();
        REQUIRE(f.streamed == body);
        REQUIRE(response.body.empty());
        f.transport.close();
    }
}

TEST_CASE("the times of the chunks are in order and within the exchange", "[beast_transport]") {
    Fixture f({{read_request(), send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na"), send("b"),
                send("c")}});
    const auto before = std::chrono::steady_clock::now();

    f.stream().value();

    REQUIRE_FALSE(f.stamps.empty());
    CHECK(before <= f.timings.started);
    CHECK(f.timings.started <= f.stamps.front());
    CHECK(std::is_sorted(f.stamps.begin(), f.stamps.end()));
    CHECK(f.stamps.back() <= f.timings.finished);
}

TEST_CASE("the body of an error is returned complete, not as a stream", "[beast_transport]") {
    Fixture f({{read_request(), send("HTTP/1.1 400 Bad Request\r\nContent-Length: 5\r\n"
                                     "Connection: close\r\n\r\nwrong")}});

    const auto response = f.stream().value();

    CHECK(response.status == 400);
    CHECK(response.body == "wrong");
    CHECK(f.streamed.empty());
}

TEST_CASE("a closed transport connects again", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1")), stall()},
               {read_request(), send(with_length("2")), stall()}});

    f.exchange().value();
    f.transport.close();
    f.context.restart();
    f.context.run_one_for(std::chrono::seconds(60)); // the server reads the end
    CHECK(f.exchange().value().body == "2");

    CHECK_FALSE(f.timings.reconnected);
    CHECK(f.server.connection(0).closed_by_client);
}

TEST_CASE("a port on which nobody listens is a lost connection, and the error names the port",
          "[beast_transport]") {
    asio::io_context context;
    std::uint16_t port = 0;
    {
        asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
        port = acceptor.local_endpoint().port();
    }
    BeastTransport transport(context.get_executor(), ServerAddress::of("127.0.0.1", port));
    ExchangeTimings timings;

    const auto response = exchange_with(context, transport, timings);

    CHECK(response.error().code == Errc::connection_lost);
    CHECK_THAT(response.error().context, Contains("http://127.0.0.1:" + std::to_string(port)));
    CHECK_THAT(response.error().context, Contains("refused"));
    CHECK(timings.finished >= timings.started);
}

TEST_CASE("a host name is looked up", "[beast_transport]") {
    Fixture f({{read_request(), send(with_length("1"))}});
    BeastTransport transport(f.context.get_executor(),
                             ServerAddress::of("localhost", f.server.port()));

    CHECK(exchange_with(f.context, transport, f.timings).value().body == "1");
}

TEST_CASE("a Unix socket works as well", "[beast_transport]") {
    const TemporaryFolder folder;
    const auto path = folder / "server.sock";
    asio::io_context context;
    using Local = asio::local::stream_protocol;
    RawServer<Local> server(context, Local::endpoint(path),
                            {{read_request(), send(with_length("1")), read_request(),
                              send(with_length("2")), stall()}});
    BeastTransport transport(context.get_executor(), ServerAddress::of(path, 0));
    ExchangeTimings timings;

    for (const char* body : {"1", "2"}) {
        CHECK(exchange_with(context, transport, timings).value().body == body);
    }
    CHECK(server.connections() == 1);
    CHECK_THAT(server.connection(0).requests.at(0), Contains("Host: localhost\r\n"));
}

TEST_CASE("a Unix socket that is missing or impossible is a failure", "[beast_transport]") {
    const auto [path, code] = GENERATE(table<std::string, Errc>({
        {"/nonexistent/server.sock", Errc::connection_lost},
        {"/" + std::string(200, 'x') + ".sock", Errc::invalid_option},
    }));
    asio::io_context context;
    BeastTransport transport(context.get_executor(), ServerAddress::of(path, 0));
    ExchangeTimings timings;

    const auto response = exchange_with(context, transport, timings);

    CHECK(response.error().code == code);
    CHECK_THAT(response.error().context, Contains(path));
}

TEST_CASE("a cancelled exchange ends at once and closes its connection", "[beast_transport]") {
    const std::string beginning =
        GENERATE("", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n");
    Fixture f({{read_request(), send(beginning), stall()}});
    Running running(f.context, f.transport.exchange(HttpRequest(), f.keep_chunks, f.timings));
    REQUIRE(f.run_until([&] {
        return f.server.connections() == 1 && !f.server.connection(0).requests.empty() &&
               (beginning.empty() || !f.streamed.empty());
    }));

    running.cancel();

    f.check_aborted(running);
}

TEST_CASE("an exchange cancelled between two of its reads is a failure, not an exception",
          "[beast_transport]") {
    Fixture f({{read_request(),
                send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "5\r\n12345\r\n"),
                stall()}});
    std::function<void()> cancel;
    const ChunkHandler cancel_in_chunk = [&](std::string_view, TimePoint) { cancel(); };
    Running running(f.context, f.transport.exchange(HttpRequest(), cancel_in_chunk, f.timings));
    cancel = [&] { running.cancel(); };

    f.check_aborted(running);

    CHECK(f.timings.finished >= f.timings.started);
}

} // namespace moebench
