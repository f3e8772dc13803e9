// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/transport/transport.hpp>

#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace moebench::test {

/// Answers from a script and keeps the requests. Every exchange takes 100 ms; chunk number n comes
/// 10 n ms after its start.
struct FakeTransport {
    struct Step {
        Result<HttpResponse> response;
        std::vector<std::string> chunks;
    };

    std::deque<Step> script;
    std::vector<HttpRequest> requests;
    int closed = 0;
    TimePoint now{std::chrono::hours(1)};

    void reply(unsigned status, std::string body, std::string type = "application/json") {
        HttpResponse response;
        response.status = status;
        response.content_type = std::move(type);
        response.body = std::move(body);
        script.push_back({std::move(response), {}});
    }

    /// A 200 whose body comes in pieces.
    void stream(std::vector<std::string> chunks, std::string type = "text/event-stream") {
        HttpResponse response;
        response.status = 200;
        response.content_type = std::move(type);
        script.push_back({std::move(response), std::move(chunks)});
    }

    /// The exchange fails after some pieces of its body.
    void break_off(Failure failure, std::vector<std::string> chunks = {}) {
        script.push_back({std::move(failure), std::move(chunks)});
    }

    Task<HttpResponse> exchange(HttpRequest request, const ChunkHandler& on_chunk,
                                ExchangeTimings& timings) {
        requests.push_back(std::move(request));
        timings = ExchangeTimings{};
        timings.started = now;
        if (script.empty()) co_return fail(Errc::connection_lost, "the script is over");
        Step step = std::move(script.front());
        script.pop_front();
        TimePoint at = now;
        for (const auto& chunk : step.chunks) {
            at += std::chrono::milliseconds(10);
            if (on_chunk) {
                on_chunk(chunk, at);
            } else if (step.response) {
                step.response->body += chunk;
            }
        }
        now += std::chrono::milliseconds(100);
        timings.finished = now;
        co_return std::move(step.response);
    }

    void close() { ++closed; }
};
static_assert(Transport<FakeTransport>);

} // namespace moebench::test
