// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>
#include <moebench/model/scenario.hpp>
#include <moebench/server/process_launcher.hpp>
#include <moebench/task.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <optional>
#include <utility>

namespace moebench {

/// One started server, from launch to exit. `stop` sends signals and waits; destruction kills it.
/// Lifetime: the launcher outlives it. One wait at a time.
template <ProcessLauncher Launcher, SteadyClock Clock = SystemClock> class ServerProcess {
public:
    /// Starts nothing yet.
    explicit ServerProcess(Launcher& launcher, Clock clock = {})
        : launcher_(launcher), clock_(std::move(clock)) {}

    /// Starts the process; call it once. Errors: the launcher's.
    Result<void> start(const LaunchCommand& command) {
        auto child = launcher_.launch(command);
        if (!child) return child.error();
        child_.emplace(std::move(*child));
        return {};
    }

    /// Whether start() succeeded; stays true after the process has ended.
    bool started() const noexcept { return child_.has_value(); }
    /// Process id and group id. Only after start().
    int pid() const { return child_->pid(); }

    /// Waits for the exit. Returns nothing if the process still runs after `limit`, or if the wait
    /// is cancelled.
    Task<std::optional<ExitStatus>> wait_for(Duration limit) {
        using asio::experimental::awaitable_operators::operator||;
        auto first = co_await (child_->wait() || clock_.sleep_for(limit));
        if (first.index() == 1) co_return std::nullopt;
        auto& status = std::get<0>(first);
        if (!status) co_return status.error();
        co_return *status;
    }

    /// Sends SIGINT to its group, then SIGTERM, then SIGKILL, each after the policy's delay;
    /// returns once it is reaped. Must not be cancelled: turn cancellation off first.
    Task<ExitStatus> stop(StopPolicy policy) {
        const std::pair<StopSignal, Duration> steps[] = {
            {StopSignal::interrupt, policy.interrupt},
            {StopSignal::terminate, policy.terminate},
        };
        for (const auto& [signal, grace] : steps) {
            if (grace <= Duration::zero()) continue;
            child_->signal(signal);
            auto ended = co_await wait_for(grace);
            if (!ended) co_return ended.error();
            if (*ended) co_return **ended;
        }
        child_->signal(StopSignal::kill);
        co_return co_await child_->wait();
    }

private:
    Launcher& launcher_;
    Clock clock_;
    std::optional<typename Launcher::Child> child_;
};

} // namespace moebench
