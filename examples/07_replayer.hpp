// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/moebench.hpp>

#include <iomanip>
#include <istream>

using moebench::ChunkHandler, moebench::ExchangeTimings, moebench::HttpRequest;
using moebench::HttpResponse, moebench::Task;

/// A transport that replays a recording: the same bytes and times, without waiting.
class Replayer {
public:
    explicit Replayer(std::istream& file) : file_(file) {}

    Task<HttpResponse> exchange(HttpRequest request, const ChunkHandler& on_chunk,
                                ExchangeTimings& timings) {
        HttpResponse response;
        std::string asked, bytes;
        std::int64_t at = 0, chunks = 0;
        file_ >> std::quoted(asked) >> response.status >> std::quoted(response.content_type) >>
            std::quoted(response.body) >> at >> chunks;
        if (!file_ || asked != request.target + request.body) {
            co_return moebench::fail(moebench::Errc::connection_lost,
                                     "not in the recording: " + request.target);
        }
        timings.started = std::chrono::steady_clock::now();
        timings.finished = timings.started + std::chrono::nanoseconds(at);
        while (chunks-- > 0 && file_ >> at >> std::quoted(bytes)) {
            on_chunk(bytes, timings.started + std::chrono::nanoseconds(at));
        }
        co_return response;
    }

    void close() {}

private:
    std::istream& file_;
};
static_assert(moebench::Transport<Replayer>);
