// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>
#include <moebench/server/process_launcher.hpp>
#include <moebench/task.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>

namespace moebench {

/// How long, and how often, a server is asked if it is ready.
struct ReadinessOptions {
    /// Time limit for the whole wait; a big model takes minutes to load.
    Duration timeout = std::chrono::seconds(1200);
    /// The wait before the second poll. It doubles after each poll, up to `last_interval`.
    Duration first_interval = std::chrono::milliseconds(2);
    /// The longest wait between two polls; load times are this precise.
    Duration last_interval = std::chrono::milliseconds(50);
    /// Time limit for one poll; a server that swaps may need long to answer.
    Duration poll_timeout = std::chrono::seconds(5);

    ReadinessOptions() = default;
};

/// Answers `GET /health`.
template <class P>
concept HealthProbe = requires(P& probe, Duration timeout, std::string& detail) {
    { probe.health(timeout, detail) } -> std::same_as<Task<unsigned>>;
};

/// A process whose exit can be awaited.
template <class S>
concept Endable = requires(S& server, Duration limit) {
    { server.wait_for(limit) } -> std::same_as<Task<std::optional<ExitStatus>>>;
};

/// A server that was not started here, so its exit cannot be seen.
template <SteadyClock Clock = SystemClock> struct UnmanagedServer {
    /// The clock for wait_for().
    Clock clock{};

    /// Waits for `limit`; never returns an exit status.
    Task<std::optional<ExitStatus>> wait_for(Duration limit) {
        co_await clock.sleep_for(limit);
        co_return std::nullopt;
    }
};

/// Polls `/health` until it answers 200. 503 means that the model is loading, a refused connection
/// that the port is not open yet. Returns the time that this took. Errors: server_exited if
/// `server` ends first; server_not_ready with the last answer after the timeout. Cancellation: any;
/// nothing to undo.
template <HealthProbe Probe, Endable Server, SteadyClock Clock>
Task<Duration> wait_until_ready(Probe& probe, Server& server, ReadinessOptions options,
                                Clock& clock) {
    const TimePoint began = clock.now();
    Duration interval = options.first_interval;
    std::string last_answer;
    for (;;) {
        const Duration left = options.timeout - (clock.now() - began);
        if (left <= Duration::zero()) {
            co_return fail(
                Errc::server_not_ready,
                "not ready after " + std::to_string(to_seconds(options.timeout)) +
                    " s; last answer of /health: " + (last_answer.empty() ? "none" : last_answer));
        }
        std::string detail;
        auto status = co_await probe.health(std::min(left, options.poll_timeout), detail);
        if (status && *status == 200) co_return clock.now() - began;
        // A poll that the end of the whole wait cut short says less than the answer before it.
        const bool was_cut_short =
            left < options.poll_timeout && !status && status.error().code == Errc::request_timeout;
        if (status) {
            last_answer = detail;
        } else if (!was_cut_short || last_answer.empty()) {
            last_answer = status.error().message();
        }

        auto ended = co_await server.wait_for(std::min(left, interval));
        if (!ended) co_return ended.error();
        if (*ended) {
            co_return fail(Errc::server_exited,
                           "the server " + (*ended)->describe() + " before it was ready");
        }
        interval = std::min(interval * 2, options.last_interval);
    }
}

} // namespace moebench
