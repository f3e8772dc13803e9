// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/task.hpp>

#include <chrono>
#include <functional>
#include <utility>

namespace moebench::detail {

/// A ChatClient that tells a lost connection from a dead server: the one is a failed request, the
/// other ends the run.
template <class Client, class Server> class WatchedClient {
public:
    /// `explain` adds what else is known of a server's death.
    WatchedClient(Client& client, Server& server, std::function<Failure(Failure)> explain)
        : client_(client), server_(server), explain_(std::move(explain)) {}

    Task<ChatReply> chat(ChatRequest request) {
        auto reply = co_await client_.chat(std::move(request));
        const bool cut_off = reply && (reply->status == RequestStatus::connection_lost ||
                                       reply->status == RequestStatus::truncated);
        if (!cut_off) co_return reply;
        constexpr Duration patience = std::chrono::seconds(1); // sockets close before their process
        auto ended = co_await server_.wait_for(patience);
        if (!ended || !*ended) co_return reply;
        co_return explain_(
            fail(Errc::server_exited, "the server " + (*ended)->describe() + " during a request"));
    }

private:
    Client& client_;
    Server& server_;
    std::function<Failure(Failure)> explain_;
};

} // namespace moebench::detail
