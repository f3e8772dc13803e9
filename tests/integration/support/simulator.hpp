// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/server/llama_client.hpp>
#include <moebench/transport/beast_transport.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include <support/run_coroutine.hpp>
#include <support/temporary_folder.hpp>
#include <support/words.hpp>

namespace moebench::test {

/// A running llama-sim, a thousand times as fast as its model; on a Unix socket unless `more` says
/// otherwise.
class Simulator {
public:
    explicit Simulator(const Words& more = {}, const Words& environment = {})
        : Simulator(more, environment, true) {}

    /// A simulator that does not have to become ready.
    static Simulator started(const Words& more) { return Simulator(more, {}, false); }

    asio::io_context& context() { return context_; }
    std::string socket() const { return folder_ / "sim.sock"; }
    std::string log() const { return read_file(folder_ / "log"); }
    BoostProcessLauncher::Child& child() { return *child_; }

    BeastTransport connect(const std::string& api_key = {}) {
        return {context_.get_executor(), address(), api_key};
    }

    /// The address on which it says that it listens; before that, the Unix socket.
    ServerAddress address() const {
        const std::string text = log();
        const std::string words = "listening on ";
        const auto at = text.find(words);
        if (at == std::string::npos) return ServerAddress::of(socket(), 0);
        const auto begin = at + words.size();
        return ServerAddress::parse(text.substr(begin, text.find('\n', begin) - begin)).value();
    }

    ExitStatus wait() { return run_coroutine(context_, child_->wait()).value(); }

    ChatReply chat(BeastTransport& transport, ChatRequest request) {
        LlamaClient client(transport);
        return run_coroutine(context_, client.chat(std::move(request))).value();
    }

    /// Uses a new connection.
    ChatReply chat(ChatRequest request) {
        auto transport = connect();
        return chat(transport, std::move(request));
    }

    HttpResponse get(const std::string& target, const std::string& api_key = {}) {
        return exchange(HttpRequest("GET", target), api_key);
    }

    HttpResponse post(const std::string& target, const std::string& body) {
        HttpRequest request("POST", target);
        request.body = body;
        return exchange(std::move(request), {});
    }

private:
    HttpResponse exchange(HttpRequest request, const std::string& api_key) {
        auto transport = connect(api_key);
        ExchangeTimings timings;
        const ChunkHandler none;
        auto exchange = transport.exchange(std::move(request), none, timings);
        return run_coroutine(context_, std::move(exchange)).value();
    }

    Simulator(const Words& more, const Words& environment, bool wait_for_ready) {
        LaunchCommand command;
        command.argv = Words{LLAMA_SIM, "--host", socket()} +
                       split("-hf a/b -np 1 -c 4096 --sim-load-s 0 --sim-speed 1000 --sim-seed 1") +
                       more;
        command.environment = environment;
        command.output_file = folder_ / "log";
        command.die_with_parent = true; // a test that crashes leaves no server
        child_.emplace(BoostProcessLauncher(context_.get_executor()).launch(command).value());
        const std::string wanted =
            wait_for_ready ? "listening on" : "loading model"; // each line is one write
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (log().find(wanted) == std::string::npos) {
            if (std::chrono::steady_clock::now() > limit) FAIL("llama-sim said: " + log());
            std::this_thread::yield();
        }
    }

    asio::io_context context_;
    TemporaryFolder folder_;
    std::optional<BoostProcessLauncher::Child> child_;
};

/// How a llama-sim ended that was not told to stop, and what it said.
struct Ended {
    ExitStatus status;
    std::string text;
};

inline Ended run_sim(Words arguments, Words environment = {}) {
    asio::io_context context;
    const TemporaryFolder folder;
    LaunchCommand command;
    command.argv = std::move(arguments);
    command.argv.insert(command.argv.begin(), LLAMA_SIM);
    command.environment = std::move(environment);
    command.output_file = folder / "log";
    auto child = BoostProcessLauncher(context.get_executor()).launch(command).value();
    const auto status = run_coroutine(context, child.wait()).value();
    return {status, read_file(command.output_file)};
}

inline ChatRequest ask(const std::string& text, std::int64_t max_tokens = 12) {
    auto request = ChatRequest::from_user(text);
    request.max_tokens = max_tokens;
    request.timeout = std::chrono::seconds(5);
    return request;
}

} // namespace moebench::test
