// SPDX-License-Identifier: MIT
#include <moebench/transport/server_address.hpp>

#include <catch2/catch.hpp>

namespace moebench {

TEST_CASE("host and port are read from a URL", "[server_address]") {
    const auto [url, host, port] = GENERATE(table<std::string, std::string, int>({
        {"http://127.0.0.1:8080", "127.0.0.1", 8080},
        {"http://localhost:1/", "localhost", 1},
        {"http://box.example:65535", "box.example", 65535},
        {"http://box", "box", 80},
        {"http://[::1]:8080", "::1", 8080},
        {"http://[::1]", "::1", 80},
    }));

    const auto address = ServerAddress::parse(url).value();

    CHECK(address.host == host);
    CHECK(address.port == port);
    CHECK(address.socket_path.empty());
}

TEST_CASE("a Unix socket is an absolute path", "[server_address]") {
    const auto address = ServerAddress::parse("unix:///run/llama.sock").value();

    CHECK(address.socket_path == "/run/llama.sock");
    CHECK(address.url() == "unix:///run/llama.sock");
}

TEST_CASE("a text that is not an address is refused, and the error quotes it", "[server_address]") {
    const std::string url =
        GENERATE("", "127.0.0.1:8080", "https://127.0.0.1:8080", "http://", "http://:8080",
                 "http://host:", "http://host:0", "http://host:65536", "http://host:-1",
                 "http://host:80x", "http://host: 80", "http://host:80/v1", "http://host/v1",
                 "unix://relative.sock", "unix:/run/x.sock");

    const auto address = ServerAddress::parse(url);

    INFO(url);
    CHECK(address.error().code == Errc::invalid_option);
    CHECK(address.error().context.starts_with("'" + url + "': "));
}

TEST_CASE("a possible secret in an address is not repeated", "[server_address]") {
    const std::string url = GENERATE("http://user:hunter2@host:80", "http://host?key=hunter2");
    const auto address = ServerAddress::parse(url);
    CHECK(address.error().code == Errc::invalid_option);
    CHECK(address.error().context.find("hunter2") == std::string::npos);
}

TEST_CASE("the address of a started server is where a client reaches it", "[server_address]") {
    CHECK(ServerAddress::of("127.0.0.1", 8080).url() == "http://127.0.0.1:8080");
    CHECK(ServerAddress::of("0.0.0.0", 8080).url() == "http://127.0.0.1:8080");
    CHECK(ServerAddress::of("::1", 8080).url() == "http://[::1]:8080");
    CHECK(ServerAddress::of("/tmp/x.sock", 8080).url() == "unix:///tmp/x.sock");
}

TEST_CASE("a URL survives a round trip", "[server_address]") {
    const std::string url =
        GENERATE("http://127.0.0.1:8080", "http://[::1]:9", "unix:///run/llama.sock");

    CHECK(ServerAddress::parse(url).value().url() == url);
}

} // namespace moebench
