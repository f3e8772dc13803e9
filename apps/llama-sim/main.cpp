// SPDX-License-Identifier: MIT
#include "boot_counter.hpp"
#include "connection.hpp"
#include "startup_log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <random>

#include <unistd.h>

namespace llama_sim {

namespace {

using asio::ip::tcp;

void print(std::FILE* where, const std::string& text) {
    std::fputs(text.c_str(), where);
    std::fflush(where);
}

/// An exception in a coroutine ends the program.
void rethrow(const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
}

template <class Acceptor> Awaitable<> accept(Server& server, Acceptor& acceptor) {
    for (;;) {
        auto [code, socket] = co_await acceptor.async_accept(use_tuple);
        if (code) co_return;
        if constexpr (std::is_same_v<typename Acceptor::protocol_type, tcp>) {
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
        }
        asio::generic::stream_protocol::socket generic(std::move(socket));
        asio::co_spawn(server.context, serve(server, std::move(generic)), rethrow);
    }
}

/// After the first signal, open requests wait until their clients are gone; the second ends at
/// once.
Awaitable<> watch_signals(Server& server, asio::signal_set& signals) {
    co_await signals.async_wait(use_tuple);
    server.stop();
    co_await signals.async_wait(use_tuple);
    print(stderr, "Received second interrupt, terminating immediately.\n");
    ::_exit(1);
}

Awaitable<> load(Server& server, asio::signal_set& signals, std::string address) {
    asio::steady_timer timer(server.context);
    const auto& faults = server.options.faults;
    timer.expires_after(server.elapsed(server.options.load_s / 2));
    co_await timer.async_wait(use_tuple);
    if (const auto* fault = faults.find("exit_while_loading")) {
        server.log.error("srv  llama_server: exiting due to model loading error");
        ::_exit(static_cast<int>(fault->argument));
    }
    timer.expires_after(server.elapsed(server.options.load_s / 2));
    co_await timer.async_wait(use_tuple);
    if (faults.has("never_ready")) co_return;
    log_loaded(server);
    server.ready = true;
    // as in llama-server, a signal before this point kills
    if (!faults.has("ignore_sigint")) signals.add(SIGINT);
    if (!faults.has("ignore_sigterm")) signals.add(SIGTERM);
    asio::co_spawn(server.context, watch_signals(server, signals), rethrow);
    server.log.info("srv  llama_server: listening on " + address);
}

template <class Acceptor>
int run(Server& server, const typename Acceptor::protocol_type::endpoint& endpoint) {
    constexpr bool over_tcp = std::is_same_v<typename Acceptor::protocol_type, tcp>;
    const auto& options = server.options;
    Acceptor acceptor(server.context);
    boost::system::error_code code;
    acceptor.open(endpoint.protocol(), code);
    if (over_tcp && !code) acceptor.set_option(asio::socket_base::reuse_address(true), code);
    if (!code) acceptor.bind(endpoint, code);
    if (!code) acceptor.listen(asio::socket_base::max_listen_connections, code);
    if (code) {
        server.log.error(
            "srv         start: couldn't bind HTTP server socket, hostname: " + options.host +
            ", port: " + std::to_string(options.port) + " (" + code.message() + ")");
        server.log.error("srv  llama_server: exiting due to HTTP server error");
        return 1;
    }
    std::string address = "unix://" + options.host;
    if constexpr (over_tcp) {
        address = "http://" + options.host + ":" + std::to_string(acceptor.local_endpoint().port());
    }
    asio::signal_set signals(server.context);
    asio::co_spawn(server.context, accept(server, acceptor), rethrow);
    asio::co_spawn(server.context, load(server, signals, address), rethrow);
    server.context.run();
    server.log.info("srv    operator(): operator(): cleaning up before exit...");
    return 0;
}

void strike_at_start(const FaultPlan& faults) {
    if (faults.has("ignore_sigint")) std::signal(SIGINT, SIG_IGN);
    if (faults.has("ignore_sigterm")) std::signal(SIGTERM, SIG_IGN);
    if (const auto* fault = faults.find("exit_at_start")) {
        print(stderr, "error: fault exit_at_start\n");
        ::_exit(static_cast<int>(fault->argument));
    }
    if (const auto* fault = faults.find("die_at_start")) {
        ::kill(::getpid(), static_cast<int>(fault->argument));
    }
}

int run_server(Options options) {
    strike_at_start(options.faults);
    const auto seed =
        options.seed < 0 ? std::random_device()() : static_cast<std::uint64_t>(options.seed);
    asio::io_context context(1);
    Server server(std::move(options), seed, context);
    if (const auto& counter = server.options.boot_counter; !counter.empty()) {
        server.cost.pace *= drifted_pace(server.options.boot_drift, count_boot(counter));
    }
    log_beginning(server);
    const auto& host = server.options.host;
    if (host.ends_with(".sock")) {
        using Unix = asio::local::stream_protocol;
        return run<Unix::acceptor>(server, Unix::endpoint(host));
    }
    boost::system::error_code code;
    const auto numeric = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, code);
    if (code) {
        server.log.error("srv         start: not an address: " + host);
        return 1;
    }
    const auto port = static_cast<unsigned short>(server.options.port);
    return run<tcp::acceptor>(server, tcp::endpoint(numeric, port));
}

} // namespace

int start(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    std::string warnings;
    Options options;
    try {
        options = parse_options({argv + (argc > 0 ? 1 : 0), argv + argc}, warnings);
    } catch (const BadOption& refusal) {
        print(stderr, std::string(refusal.what()) + "\n");
        return 1;
    }
    print(stderr, warnings);
    if (options.help) {
        print(stdout, help_text());
        return 0;
    }
    if (options.version) {
        print(stderr, "version: 0.6.0-dev (build 11434, commit llama-sim)\n"
                      "built with GNU " __VERSION__ " for Linux x86_64\n"
                      "llama-sim: a simulator, not llama-server\n");
        return 0;
    }
    return run_server(std::move(options));
}

} // namespace llama_sim

int main(int argc, char** argv) {
    try {
        return llama_sim::start(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "llama-sim: %s\n", error.what());
        return 1;
    }
}
