// SPDX-License-Identifier: MIT
#pragma once

#include "cost_model.hpp"
#include "log.hpp"
#include "options.hpp"
#include "prompt_cache.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <deque>

namespace llama_sim {

namespace asio = boost::asio;

template <class T = void> using Awaitable = asio::awaitable<T>;
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

inline constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
inline constexpr const char* build_info = "b11434-sim";

/// The counters of /metrics.
struct Metrics {
    std::int64_t prompt_tokens = 0;
    std::int64_t cached_tokens = 0;
    double prompt_seconds = 0;
    std::int64_t predicted_tokens = 0;
    double predicted_seconds = 0;
    std::int64_t decode_calls = 0;
    std::int64_t longest_sequence = 0;
};

/// The state that all connections share; everything runs on one thread.
struct Server {
    Server(Options options_, std::uint64_t seed, asio::io_context& context_)
        : options(std::move(options_)), cost(options.resolved_cost()), noise(seed, options.noise),
          log(options.verbosity),
          cache(static_cast<std::size_t>(options.slot_count()), options.cache_ram_mib != 0),
          context(context_) {}

    /// Converts simulated seconds to real time.
    Clock::duration elapsed(double seconds) const {
        return std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(seconds / options.speed));
    }

    double elapsed_ms(double seconds) const { return 1000 * seconds / options.speed; }

    bool router() const { return options.router() || options.faults.has("router"); }

    /// Ends the server as soon as no request is open.
    void stop() {
        stopping = true;
        end_when_idle();
    }
    void end_when_idle() {
        if (stopping && open_requests == 0) context.stop();
    }

    Options options;
    CostModel cost;
    Noise noise;
    Log log;
    PromptCache cache;
    Metrics metrics;
    asio::io_context& context;
    bool ready = false;
    bool stopping = false;
    int open_requests = 0;
    std::int64_t chat_requests = 0;
    std::int64_t completion_requests = 0;
    std::int64_t tasks = 0;
    /// Tasks that wait for a slot, in order.
    std::deque<std::int64_t> deferred;
};

} // namespace llama_sim
