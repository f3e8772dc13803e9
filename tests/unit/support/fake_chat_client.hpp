// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/suite_runner.hpp>

#include <boost/asio/this_coro.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <support/fake_clock.hpp>

namespace moebench::test {

/// Answers each request after `latency` of virtual time, and keeps the requests.
struct FakeChatClient {
    FakeClock clock;
    Duration latency = std::chrono::seconds(1);
    /// Changes the good reply to request `number`, from 0; a Failure is returned as the client's
    /// own.
    std::function<Result<void>(std::size_t number, ChatReply& reply)> change;
    std::vector<ChatRequest> requests;

    Task<ChatReply> chat(ChatRequest request) {
        const auto number = requests.size();
        requests.push_back(std::move(request));
        ChatReply reply;
        reply.exchange.started = clock.now();
        co_await clock.sleep_for(latency);
        reply.exchange.finished = clock.now();
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            reply.status = RequestStatus::cancelled;
            co_return reply;
        }
        reply.http_status = 200;
        reply.content = "reply " + std::to_string(number);
        if (change) {
            if (auto changed = change(number, reply); !changed) co_return changed.error();
        }
        co_return reply;
    }
};
static_assert(ChatClient<FakeChatClient>);

/// For `FakeChatClient::change`: makes some requests fail.
template <class Fails> auto http_errors(Fails fails) {
    return [fails](std::size_t number, ChatReply& reply) -> Result<void> {
        if (!fails(number)) return {};
        reply.status = RequestStatus::http_error;
        reply.http_status = 500;
        reply.error = "HTTP 500: out of luck";
        return {};
    };
}

} // namespace moebench::test
