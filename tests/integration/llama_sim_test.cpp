// SPDX-License-Identifier: MIT
#include <moebench/server/server_command.hpp>
#include <moebench/server/server_probe.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <csignal>

#include <faults.hpp>
#include <support/simulator.hpp>

namespace moebench {

namespace {

using namespace test;

ServerProbe probe_sim() {
    return parse_server_probe(run_sim({"--version"}).text, run_sim({"--help"}).text);
}

/// A socket that sends only what the test gives it.
class RawClient {
public:
    explicit RawClient(Simulator& simulator) : socket_(simulator.context()) {
        socket_.connect(asio::local::stream_protocol::endpoint(simulator.socket()));
    }

    void send(const std::string& text) { asio::write(socket_, asio::buffer(text)); }

    void post_chat(const std::string& body) {
        send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " +
             std::to_string(body.size()) + "\r\n\r\n" + body);
    }

    std::string read_head() {
        const std::size_t size = asio::read_until(socket_, asio::dynamic_buffer(text_), "\r\n\r\n");
        auto head = text_.substr(0, size);
        text_.erase(0, size);
        return head;
    }

    /// Waits until the server has closed the connection.
    bool closed() {
        boost::system::error_code code;
        while (!code) {
            text_.resize(4096);
            socket_.read_some(asio::buffer(text_), code);
        }
        return code == asio::error::eof;
    }

    void drop(std::size_t bytes) {
        while (text_.size() < bytes) {
            char more[256];
            text_.append(more, socket_.read_some(asio::buffer(more)));
        }
        text_.erase(0, bytes);
    }

private:
    asio::local::stream_protocol::socket socket_;
    std::string text_;
};

constexpr const char* stream_body = R"({"messages":[{"role":"user","content":"x"}],"stream":true})";

} // namespace

TEST_CASE("llama-sim describes itself as llama-server does", "[llama-sim]") {
    const auto version = run_sim({"--version"});
    CHECK(version.status.exit_code == 0);
    CHECK_THAT(version.text, Catch::Contains("simulator"));
    const auto probe = probe_sim();
    CHECK(probe.build_number == 11434);
    CHECK(probe.commit == "llama-sim");
    CHECK(probe.ngl_words);
    CHECK(probe.placement_verbosity == 4);
    for (const auto* flag : {"--sim-fault", "--sim-faster", "--sim-boot-drift",
                             "--sim-boot-counter", "--sim-no-gpu", "--sim-ctx"}) {
        CHECK(probe.knows(flag));
    }
    CHECK_FALSE(probe.knows("--no-mmap"));

    const auto help = run_sim({"--help"}).text;
    for (const auto& kind : llama_sim::fault_kinds()) {
        CHECK_THAT(help, Catch::Contains(" - " + std::string(kind.name)));
    }

    Simulator simulator({"-a", "zeta,alpha", "-c", "1000"});
    const auto props = parse_props(simulator.get("/props").body).value();
    CHECK(props.simulated);
    CHECK(props.model_alias == "alpha");
    CHECK(props.n_ctx == 1024);
    CHECK(props.total_slots == 1);
    CHECK_FALSE(props.role);
}

TEST_CASE("llama-sim accepts the command line of every profile", "[llama-sim]") {
    ServerConfig config;
    config.binary = LLAMA_SIM;
    config.repo = "a/b";
    config.profile = GENERATE(Profile::seed, Profile::plain, Profile::measure, Profile::bare);
    config.mode = GENERATE(OffloadMode::cpu_moe, OffloadMode::fit_auto);
    config.no_op_offload = true;
    config.offline = true;
    config.load_mode = "none";
    auto command = server_command(config, probe_sim()).value();
    CHECK(command.replaced_flags.empty());

    command.argv.erase(command.argv.begin());
    command.argv.emplace_back("--help"); // takes effect after all flags were read
    CHECK(run_sim(command.argv).status.exit_code == 0);
}

TEST_CASE("llama-sim refuses what llama-server refuses", "[llama-sim]") {
    const auto [arguments, text] = GENERATE(table<Words, std::string>({
        {{"--nope"}, "error: invalid argument: --nope"},
        {{"--port", "abc"}, "error while handling argument \"--port\": stoi"},
        {{"-c"}, "error while handling argument \"-c\": expected value"},
        {{"-np", "0"}, "n_parallel"},
        {{"--sim-fault", "sleep"}, "unknown fault: sleep"},
        {{"--sim-boot-drift", "0.1"}, "--sim-boot-drift needs --sim-boot-counter"},
        {{"--sim-faster", "0"}, "--sim-faster must be above 0"},
        {{"--sim-ctx", "-1"}, "--sim-ctx must not be negative"},
    }));
    const auto said = run_sim(arguments);
    CHECK(said.status.exit_code == 1);
    CHECK_THAT(said.text, Catch::StartsWith(text) || Catch::Contains(text));
}

TEST_CASE("while it loads, every path answers 503, and a signal kills it", "[llama-sim]") {
    auto simulator = Simulator::started({"--sim-fault", "never_ready", "--api-key", "k"});
    for (const auto* target : {"/health", "/props", "/nope"}) {
        const auto response = simulator.get(target);
        CHECK(response.status == 503);
        CHECK(server_message(response.body) == "Loading model (unavailable_error)");
    }
    simulator.child().signal(StopSignal::interrupt);
    CHECK(simulator.wait().signal == SIGINT);
}

TEST_CASE("a reply has the same content with and without streaming", "[llama-sim]") {
    Simulator simulator({"--no-cache-prompt"});
    auto transport = simulator.connect();
    auto request = ask("What is a mixture of experts?", 50);
    request.stream = false;
    const auto plain = simulator.chat(transport, request);
    request.stream = true;
    const auto streamed = simulator.chat(transport, request);

    for (const auto& reply : {plain, streamed}) {
        INFO(reply.error);
        CHECK(reply.ok());
        CHECK(reply.content.size() > 100);
        CHECK(reply.finish_reason == "length");
        CHECK(reply.usage.completion_tokens == 50);
        CHECK(reply.usage.cached_tokens == 0);
        CHECK(reply.timings.prompt_n == reply.usage.prompt_tokens);
        CHECK(reply.timings.predicted_n == 50);
        CHECK(reply.timings.predicted_ms > 0);
    }
    CHECK(plain.content == streamed.content);
    CHECK(plain.usage.prompt_tokens == streamed.usage.prompt_tokens);
    CHECK(streamed.text_events.size() == 50);
}

TEST_CASE("a prompt longer than the context is refused with its size", "[llama-sim]") {
    Simulator simulator({"-c", "256"});
    const auto reply = simulator.chat(ask(std::string(4000, 'x')));
    CHECK(reply.http_status == 400);
    CHECK_THAT(reply.error, Catch::Contains("exceeds the available context size (256 tokens)") &&
                                Catch::Contains("exceed_context_size_error"));
}

TEST_CASE("only the new part of a growing conversation is evaluated", "[llama-sim]") {
    Simulator simulator;
    auto request = ask("First question", 30);
    const auto first = simulator.chat(request);
    request.messages.emplace_back("assistant", first.content);
    request.messages.emplace_back("user", "Second question");
    const auto second = simulator.chat(request);

    const auto held = *first.usage.prompt_tokens + *first.usage.completion_tokens - 1;
    CHECK(second.usage.cached_tokens == held);
    request.cache_prompt = false;
    CHECK(simulator.chat(request).usage.cached_tokens == 0);
}

TEST_CASE("only /health is public if a key is set", "[llama-sim]") {
    const auto [flag, variable] = GENERATE(table<Words, Words>({
        {{}, {"LLAMA_API_KEY=k2"}},
        {{"--api-key", "k1,k2"}, {}},
    }));
    Simulator simulator(flag, variable);
    CHECK(simulator.get("/health").status == 200);
    CHECK(simulator.get("/props", "k2").status == 200);
    const auto refused = simulator.get("/props", "wrong");
    CHECK(refused.status == 401);
    CHECK(server_message(refused.body) == "Invalid API Key (authentication_error)");
}

TEST_CASE("missing endpoints and endpoints that are turned off say so", "[llama-sim]") {
    Simulator simulator({"--no-slots"});
    CHECK(simulator.get("/nope").status == 404);
    CHECK(simulator.get("/v1/chat/completions").status == 404);
    CHECK(simulator.get("/slots").status == 501);
    CHECK(simulator.get("/metrics").status == 501);
    CHECK_THAT(simulator.get("/nope").body, Catch::Contains("File Not Found"));
    Simulator router({"-hf", ""});
    CHECK(parse_props(router.get("/props").body).value().role == "router");
}

TEST_CASE("a connection serves a hundred requests", "[llama-sim]") {
    Simulator simulator;
    RawClient client(simulator);
    for (int i = 1; i <= 100; ++i) {
        client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto head = client.read_head();
        const std::string wanted =
            i < 100 ? "Keep-Alive: timeout=5, max=100\r\n" : "Connection: close\r\n";
        CHECK_THAT(head, Catch::Contains(wanted));
        client.drop(15);
    }
    CHECK(client.closed());
}

TEST_CASE("an idle connection is closed without a reply", "[llama-sim]") {
    Simulator simulator;
    RawClient client(simulator);
    CHECK(client.closed());
}

TEST_CASE("an idle llama-sim ends cleanly on either signal", "[llama-sim]") {
    const auto signal = GENERATE(StopSignal::interrupt, StopSignal::terminate);
    Simulator simulator;
    RawClient idle(simulator); // does not delay the exit
    simulator.child().signal(signal);
    const auto status = simulator.wait();
    CHECK(status.signal == 0);
    CHECK(status.exit_code == 0);
    CHECK_THAT(simulator.log(), Catch::Contains("cleaning up before exit"));
}

TEST_CASE("llama-sim stops only after the client of an open request has gone", "[llama-sim]") {
    const bool second_signal = GENERATE(false, true);
    Simulator simulator({"--sim-fault", "stall"});
    {
        RawClient client(simulator);
        client.post_chat(stream_body);
        CHECK_THAT(client.read_head(), Catch::StartsWith("HTTP/1.1 200 OK\r\n") &&
                                           Catch::Contains("Transfer-Encoding: chunked"));
        simulator.child().signal(StopSignal::interrupt);
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        REQUIRE(::kill(simulator.child().pid(), 0) == 0);
        CHECK(simulator.log().find("cleaning up") == std::string::npos);
        if (second_signal) {
            simulator.child().signal(StopSignal::terminate);
            CHECK(simulator.wait().exit_code == 1);
            return;
        }
    }
    CHECK(simulator.wait().exit_code == 0);
}

TEST_CASE("signals can be ignored", "[llama-sim]") {
    Simulator simulator({"--sim-fault", "ignore_sigint"});
    simulator.child().signal(StopSignal::interrupt);
    CHECK(simulator.get("/health").status == 200);
    simulator.child().signal(StopSignal::terminate);
    CHECK(simulator.wait().exit_code == 0);
}

} // namespace moebench
