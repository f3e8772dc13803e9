// SPDX-License-Identifier: MIT
#include <moebench/transport/beast_transport.hpp>

#include <catch2/catch.hpp>

#include <support/raw_server.hpp>
#include <support/run_coroutine.hpp>
#include <support/temporary_folder.hpp>

namespace moebench {

namespace {

using Catch::Contains;
using namespace test;

/// The same request again and again, to a server that follows its scripts.
template <class Protocol = asio::ip::tcp> struct Talk {
    asio::io_context context;
    RawServer<Protocol> server;
    BeastTransport transport;
    ExchangeTimings timings;
    std::string streamed;

    Talk(typename Protocol::endpoint endpoint, std::vector<std::vector<Step>> scripts,
         const std::string& path = {})
        : server(context, endpoint, std::move(scripts)),
          transport(context.get_executor(), address(path)) {}

    Result<HttpResponse> ask(HttpRequest request = HttpRequest("GET", "/x"), bool stream = false) {
        streamed.clear();
        const ChunkHandler keep = [this](std::string_view bytes, TimePoint) { streamed += bytes; };
        const ChunkHandler nobody;
        const ChunkHandler& on_chunk = stream ? keep : nobody;
        return run_coroutine(context, transport.exchange(std::move(request), on_chunk, timings));
    }

    /// Until the server has sent all that it has.
    void settle() {
        context.restart();
        context.poll();
    }

private:
    ServerAddress address(const std::string& path) {
        if constexpr (std::is_same_v<Protocol, asio::ip::tcp>) {
            return ServerAddress::of("127.0.0.1", server.port());
        } else {
            return ServerAddress::of(path, 0);
        }
    }
};

asio::ip::tcp::endpoint loopback() { return {asio::ip::address_v4::loopback(), 0}; }

const std::string early_hints = "HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n";
const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
const std::string first = with_length("first");
const std::string stale = with_length("stale");
const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "5\r\nfirst\r\n0\r\n\r\n";

constexpr std::size_t big = std::size_t{16} << 20;

HttpRequest big_request() {
    HttpRequest request("POST", "/x");
    request.body.assign(big, 'x'); // more than the buffers of a socket take
    return request;
}

} // namespace

TEST_CASE("each request gets its own reply, whatever came with the reply before it",
          "[beast_transport]") {
    const auto odd = GENERATE(values<std::vector<Step>>({
        {send(go_on + first)},
        {send(go_on), send(first)},
        {send(early_hints), send(first)},
        {send(early_hints), send(early_hints), send(first)},
        {send(early_hints + early_hints + first)},
        {send(go_on), send(early_hints.substr(0, 9)), send(early_hints.substr(9) + first)},
        {send(early_hints), send(chunks)},
        {send(first + "x")},
        {send(first + "\r\n")},
        {send(first + first)},
        {send(first), send(first)},
        {send(first), send(stale)},
        {send(first), send(go_on)},
        {send(first), send(early_hints + stale)},
        {send(chunks + "5\r\nstale\r\n0\r\n\r\n")},
        {send(chunks), send("0\r\n\r\n")},
        {send(chunks), send(stale)},
        {send("HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nfirst")},
        {send(with_length("first", "Connection: close\r\n"))},
        {send("HTTP/1.1 500 Error\r\nContent-Length: 5\r\n\r\nfirst")},
    }));
    const bool stream = GENERATE(false, true);
    // a server that goes on as if nothing had happened
    std::vector<Step> script = {read_request()};
    script.insert(script.end(), odd.begin(), odd.end());
    script.insert(script.end(), {read_request(), send(stale), stall()});
    Talk talk(loopback(), {script, {read_request(), send(with_length("second")), stall()}});

    const auto one = talk.ask(HttpRequest("GET", "/first"), stream).value();
    CHECK(one.body + talk.streamed == "first");
    talk.settle();
    const auto two = talk.ask(HttpRequest("GET", "/second"), stream).value();
    CHECK(two.body + talk.streamed == "second");

    CHECK(talk.server.connections() == 2);
    CHECK(talk.server.connection(1).requests.at(0).starts_with("GET /second "));
}

TEST_CASE("a server that switches to another protocol is left", "[beast_transport]") {
    const std::string switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n";
    Talk talk(loopback(), {{read_request(), send(switching + first), stall()},
                           {read_request(), send(with_length("second")), stall()}});

    const auto one = talk.ask();
    CHECK(one.error().code == Errc::malformed_http);
    CHECK_THAT(one.error().context, Contains("101"));
    CHECK(talk.ask().value().body == "second");
}

TEST_CASE(
    "an interim reply without a reply after it is a lost connection, and nothing is sent again",
    "[beast_transport]") {
    Talk talk(loopback(), {{read_request(), send(first), read_request(), send(early_hints)},
                           {read_request(), send(with_length("second")), stall()}});

    talk.ask().value();
    CHECK(talk.ask().error().code == Errc::connection_lost);
    CHECK(talk.server.connections() == 1);
    CHECK(talk.ask().value().body == "second");
}

TEST_CASE("an error that comes before the request is sent is the reply to it",
          "[beast_transport]") {
    const std::string refusal =
        "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig";
    const auto end = GENERATE(stall(), send(""), reset());
    Talk talk(loopback(),
              {{send(refusal), end}, {read_request(), send(with_length("second")), stall()}});

    const auto one = talk.ask(big_request());
    if (end.kind != Step::Kind::reset) {
        CHECK(one.value().status == 413);
        CHECK(one.value().body == "big");
    }
    CHECK(talk.ask().value().body == "second");
}

TEST_CASE("a reply that comes before the request is sent is no reply to it", "[beast_transport]") {
    const auto end = GENERATE(stall(), send(""));
    Talk talk(loopback(),
              {{send(stale), end}, {read_request(), send(with_length("second")), stall()}});

    const auto one = talk.ask(big_request());
    CHECK(one.error().code == Errc::malformed_http);
    CHECK_THAT(one.error().context, Contains("before it had received the request"));
    CHECK(talk.ask().value().body == "second");
}

TEST_CASE("an interim reply while the request is sent does not stop it", "[beast_transport]") {
    Talk talk(loopback(), {{send(go_on), read_request(), send(first), stall()}});

    CHECK(talk.ask(big_request()).value().body == "first");
    CHECK(talk.server.connection(0).requests.at(0).size() > big);
}

TEST_CASE("a large request that nobody reads runs into its limit", "[beast_transport]") {
    asio::io_context context;
    asio::ip::tcp::acceptor silent(context, loopback());
    BeastTransport transport(context.get_executor(),
                             ServerAddress::of("127.0.0.1", silent.local_endpoint().port()));
    auto request = big_request();
    request.timeout = std::chrono::milliseconds(30);
    ExchangeTimings timings;
    const ChunkHandler nobody;

    const auto one = run_coroutine(context, transport.exchange(request, nobody, timings));

    CHECK(one.error().code == Errc::request_timeout);
}

TEST_CASE("on a Unix socket, too, each request gets its own reply", "[beast_transport]") {
    using Local = asio::local::stream_protocol;
    const auto odd = GENERATE(values<std::vector<Step>>({
        {send(first)},
        {send(early_hints), send(first)},
        {send(first), send(stale)},
        {send(first + stale)},
    }));
    std::vector<Step> script = {read_request()};
    script.insert(script.end(), odd.begin(), odd.end());
    script.push_back(stall());
    std::vector<Step> plain = {read_request(), send(first), read_request(),
                               send(with_length("second")), stall()};
    const bool reused = odd.size() == 1 && odd.front().bytes == first;
    const TemporaryFolder folder;
    const auto path = folder / "server.sock";
    Talk<Local> talk(
        Local::endpoint(path),
        {reused ? plain : script, {read_request(), send(with_length("second")), stall()}}, path);

    CHECK(talk.ask().value().body == "first");
    talk.settle();
    CHECK(talk.ask().value().body == "second");
    CHECK(talk.server.connections() == (reused ? 1 : 2));
}

} // namespace moebench
