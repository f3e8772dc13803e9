// SPDX-License-Identifier: MIT
#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/server/detail/local_port.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>

#include <support/temporary_folder.hpp>
#include <unistd.h>

namespace moebench::detail {

namespace {

using boost::asio::ip::tcp;

struct Fixture {
    asio::io_context context;
    tcp::acceptor acceptor{context};
    std::uint16_t port = 0;

    /// Listens on a port of this address.
    explicit Fixture(const char* address = "127.0.0.1") {
        const tcp::endpoint endpoint(asio::ip::make_address(address), 0);
        acceptor = tcp::acceptor(context, endpoint);
        port = acceptor.local_endpoint().port();
    }
};

} // namespace

TEST_CASE("a free port can be opened, and then counts as taken", "[local_port]") {
    const auto port = free_local_port();
    REQUIRE(port != 0);
    CHECK_FALSE(local_port_is_taken(port));

    asio::io_context context;
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
    CHECK(local_port_is_taken(port));

    acceptor.close();
    CHECK_FALSE(local_port_is_taken(port));
}

TEST_CASE("a port that is open on another interface is taken", "[local_port]") {
    const Fixture f("0.0.0.0");

    CHECK(local_port_is_taken(f.port));
}

TEST_CASE("connections in TIME_WAIT do not make a port taken", "[local_port]") {
    Fixture f;
    tcp::socket client(f.context);
    client.connect(f.acceptor.local_endpoint());
    f.acceptor.accept().close(); // this side closes first: it waits in TIME_WAIT
    client.close();
    f.acceptor.close();

    CHECK_FALSE(local_port_is_taken(f.port));
}

TEST_CASE("a listener is found in its session and in no other", "[local_port]") {
    Fixture f;
    test::TemporaryFolder folder;
    BoostProcessLauncher launcher(f.context.get_executor());
    LaunchCommand command;
    command.argv = {"/bin/sleep", "1000"};
    command.output_file = folder / "output";
    const auto other = launcher.launch(command).value(); // leads a session; killed with its owner

    CHECK(listener_in_session(f.port, ::getsid(0)) == ::getpid());
    CHECK(listener_in_session(f.port, other.pid()) == 0);
}

TEST_CASE("a port on which nobody listens belongs to no session", "[local_port]") {
    CHECK_FALSE(listener_in_session(free_local_port(), ::getsid(0)));
}

} // namespace moebench::detail
