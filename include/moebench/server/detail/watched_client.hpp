// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/model/completion.hpp>
#include <moebench/task.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace moebench::detail {

/// A ChatClient that distinguishes a lost connection from a dead server: the first is a failed
/// request, the second ends the run.
template <class Client, class Server> class WatchedClient {
public:
    /// `explain` adds what else is known about the server's end, such as its log.
    WatchedClient(Client& client, Server& server, std::function<Failure(Failure)> explain)
        : client_(client), server_(server), explain_(std::move(explain)) {}

    Task<ChatReply> chat(ChatRequest request) {
        auto reply = co_await client_.chat(std::move(request));
        const bool cut_off = reply && (reply->status == RequestStatus::connection_lost ||
                                       reply->status == RequestStatus::truncated);
        if (!cut_off) co_return reply;
        auto died = co_await death();
        if (!died) co_return died.error();
        co_return reply;
    }

    // Suites ask the same server while they calibrate.
    Task<std::size_t> count_tokens(std::string text) {
        auto count = co_await client_.count_tokens(std::move(text));
        co_return co_await unless_dead(std::move(count));
    }

    Task<std::string> apply_template(std::vector<Message> messages) {
        auto text = co_await client_.apply_template(std::move(messages));
        co_return co_await unless_dead(std::move(text));
    }

    // An answer pass asks it, too.
    Task<std::vector<std::int64_t>> token_ids(std::string prompt) {
        auto ids = co_await client_.token_ids(std::move(prompt));
        co_return co_await unless_dead(std::move(ids));
    }

    Task<CompletionReply> complete(CompletionRequest request) {
        auto reply = co_await client_.complete(std::move(request));
        co_return co_await unless_dead(std::move(reply));
    }

private:
    /// The result unchanged, or the server's end if that explains a lost connection.
    template <class T> Task<T> unless_dead(Result<T> result) {
        const bool cut_off = !result && (result.error().code == Errc::connection_lost ||
                                         result.error().code == Errc::stream_truncated);
        if (!cut_off) co_return result;
        auto died = co_await death();
        if (!died) co_return died.error();
        co_return result;
    }

    /// A Failure if the server ends within a second: its sockets close before it exits.
    Task<void> death() {
        constexpr Duration patience = std::chrono::seconds(1);
        auto ended = co_await server_.wait_for(patience);
        if (!ended || !*ended) co_return Result<void>();
        co_return explain_(
            fail(Errc::server_exited, "the server " + (*ended)->describe() + " during a request"));
    }

    Client& client_;
    Server& server_;
    std::function<Failure(Failure)> explain_;
};

} // namespace moebench::detail
