// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/moebench.hpp>

#include <iomanip>
#include <ostream>

using moebench::ChunkHandler, moebench::ExchangeTimings, moebench::HttpRequest;
using moebench::HttpResponse, moebench::Task, moebench::TimePoint;

/// A transport that records each successful exchange: request, reply, and the time of each chunk in
/// nanoseconds after the start.
class Recorder {
public:
    Recorder(moebench::BeastTransport& server, std::ostream& file) : server_(server), file_(file) {}

    Task<HttpResponse> exchange(HttpRequest request, const ChunkHandler& on_chunk,
                                ExchangeTimings& timings) {
        const std::string asked = request.target + request.body;
        std::vector<std::pair<TimePoint, std::string>> chunks;
        const ChunkHandler keep = [&](std::string_view bytes, TimePoint at) {
            chunks.emplace_back(at, bytes);
            on_chunk(bytes, at);
        };
        const ChunkHandler& handler = on_chunk ? keep : on_chunk;
        auto response = co_await server_.exchange(std::move(request), handler, timings);
        if (!response) co_return response.error();
        file_ << std::quoted(asked) << ' ' << response->status << ' '
              << std::quoted(response->content_type) << ' ' << std::quoted(response->body) << ' '
              << (timings.finished - timings.started).count() << ' ' << chunks.size();
        for (const auto& [at, bytes] : chunks) {
            file_ << ' ' << (at - timings.started).count() << ' ' << std::quoted(bytes);
        }
        file_ << std::endl; // flushes between two requests, so it costs no measured time
        co_return response;
    }

    void close() { server_.close(); }

private:
    moebench::BeastTransport& server_;
    std::ostream& file_;
};
static_assert(moebench::Transport<Recorder>);
