// SPDX-License-Identifier: MIT
#include <moebench/server/detail/watched_client.hpp>
#include <moebench/server_process.hpp>

#include <catch2/catch.hpp>

#include <support/fake_chat_client.hpp>
#include <support/fake_child.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using Server = ServerProcess<test::FakeLauncher, test::FakeClock>;

struct Fixture {
    test::FakeClock clock;
    test::FakeLauncher launcher{clock};
    Server server{launcher, clock};
    test::FakeChatClient client{clock, 0s, {}, {}};
    TimePoint began = clock.now();

    explicit Fixture(RequestStatus status) {
        server.start(LaunchCommand()).value();
        client.change = [status](std::size_t, ChatReply& reply) {
            reply.status = status;
            return Result<void>();
        };
    }

    Result<ChatReply> chat() {
        const auto explain = [](Failure failure) { return prefixed("explained", failure); };
        detail::WatchedClient<test::FakeChatClient, Server> watched(client, server, explain);
        return test::run_coroutine(clock, watched.chat(ChatRequest::from_user("hi")));
    }
};

} // namespace

TEST_CASE("a request that is cut off because its server died ends the run", "[watched_client]") {
    Fixture f(GENERATE(RequestStatus::connection_lost, RequestStatus::truncated));
    f.launcher.script->end_in(500ms, ExitStatus{0, 9}); // sockets close before the process ends

    const auto reply = f.chat();

    CHECK(reply.error().code == Errc::server_exited);
    CHECK(reply.error().context ==
          "explained: the server was killed by signal 9 (Killed) during a request");
    CHECK(f.client.requests.size() == 1);
}

TEST_CASE("a request that is cut off by a running server is a failed request", "[watched_client]") {
    const auto status = GENERATE(RequestStatus::connection_lost, RequestStatus::truncated);
    Fixture f(status);

    const auto reply = f.chat();

    CHECK(reply.value().status == status);
    CHECK(f.clock.now() - f.began == 1s);
}

TEST_CASE("a reply that is not cut off is passed on without looking at the server",
          "[watched_client]") {
    const auto status =
        GENERATE(RequestStatus::ok, RequestStatus::http_error, RequestStatus::timeout,
                 RequestStatus::malformed, RequestStatus::cancelled);
    Fixture f(status);
    f.launcher.script->end_in(0s, ExitStatus{1, 0});

    CHECK(f.chat().value().status == status);

    CHECK(f.clock.now() == f.began);
}

TEST_CASE("a server that dies while a suite calibrates ends the run too", "[watched_client]") {
    struct Tokenizer {
        Task<std::size_t> count_tokens(std::string) {
            co_return fail(Errc::connection_lost, "POST /tokenize");
        }
    };
    Fixture f(RequestStatus::ok);
    const bool dies = GENERATE(true, false);
    if (dies) f.launcher.script->end_in(500ms, ExitStatus{0, 9});
    Tokenizer tokenizer;
    const auto explain = [](Failure failure) { return failure; };
    detail::WatchedClient<Tokenizer, Server> watched(tokenizer, f.server, explain);

    const auto count = test::run_coroutine(f.clock, watched.count_tokens("text"));

    REQUIRE(count.has_error());
    CHECK((count.error().code == Errc::server_exited) == dies);
}

TEST_CASE("a server that dies during an answer pass ends it", "[watched_client]") {
    struct Client {
        Failure failure;

        Task<std::vector<std::int64_t>> token_ids(std::string) { co_return failure; }
        Task<CompletionReply> complete(CompletionRequest) { co_return failure; }
    };
    const auto [code, dies] = GENERATE(table<Errc, bool>({
        {Errc::connection_lost, true},
        {Errc::stream_truncated, true},
        {Errc::connection_lost, false},
        {Errc::http_status, false},
    }));
    Fixture f(RequestStatus::ok);
    if (dies) f.launcher.script->end_in(500ms, ExitStatus{0, 9});
    Client client{fail(code, "POST /completion")};
    const auto explain = [](Failure failure) { return failure; };
    detail::WatchedClient<Client, Server> watched(client, f.server, explain);

    const auto ids = test::run_coroutine(f.clock, watched.token_ids("text"));
    const auto reply = test::run_coroutine(f.clock, watched.complete(CompletionRequest()));

    CHECK(ids.error().code == (dies ? Errc::server_exited : code));
    CHECK(reply.error().code == (dies ? Errc::server_exited : code));
}

TEST_CASE("the client's own failure passes through", "[watched_client]") {
    Fixture f(RequestStatus::ok);
    f.client.change = [](std::size_t, ChatReply&) -> Result<void> {
        return fail(Errc::invalid_option, "--extra-body");
    };

    const auto reply = f.chat();

    CHECK(reply.error().context == "--extra-body");
}

} // namespace moebench
