// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/process_launcher.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <support/fake_clock.hpp>

namespace moebench::test {

/// Launches children that live in virtual time and end as the test wants.
class FakeLauncher {
public:
    /// What one child does, and what happened to it.
    struct Script {
        explicit Script(FakeClock clock_) : clock(std::move(clock_)) {}

        /// From the signal to the end of the process. Unset: it ignores the signal.
        std::optional<Duration> after_interrupt, after_terminate;
        Duration after_kill{};
        ExitStatus end{0, 0};

        std::vector<std::pair<StopSignal, Duration>> signals; // and their times since the launch
        bool launched = false;
        /// Its exit was awaited (otherwise it would be a zombie), or it was destroyed while it ran.
        bool reaped = false;
        bool destroyed_running = false;

        /// Makes it end without a signal, `delay` from now.
        void end_in(Duration delay, ExitStatus status) {
            end = status;
            const TimePoint at = clock.now() + delay;
            if (!ends_at || at < *ends_at) ends_at = at;
            if (waiter != nullptr) waiter->cancel();
        }

        FakeClock clock;
        TimePoint launched_at{};
        std::optional<TimePoint> ends_at;
        asio::steady_timer* waiter = nullptr;
    };

    class Child {
    public:
        explicit Child(std::shared_ptr<Script> script) : script_(std::move(script)) {}
        Child(Child&&) noexcept = default;
        Child& operator=(Child&&) noexcept = default;
        ~Child() {
            if (script_ && !script_->reaped) script_->destroyed_running = true;
        }

        int pid() const noexcept { return 4'711; }

        void signal(StopSignal signal) {
            Script& s = *script_;
            s.signals.emplace_back(signal, s.clock.now() - s.launched_at);
            if (signal == StopSignal::interrupt && s.after_interrupt) {
                s.end_in(*s.after_interrupt, s.end);
            } else if (signal == StopSignal::terminate && s.after_terminate) {
                s.end_in(*s.after_terminate, s.end);
            } else if (signal == StopSignal::kill) {
                s.end_in(s.after_kill, ExitStatus{0, 9});
            }
        }

        Task<ExitStatus> wait() {
            using asio::experimental::awaitable_operators::operator||;
            const auto kept = script_; // the child may be moved during the wait
            const auto executor = co_await asio::this_coro::executor;
            while (!kept->ends_at || kept->clock.now() < *kept->ends_at) {
                asio::steady_timer woken(executor, asio::steady_timer::time_point::max());
                kept->waiter = &woken;
                if (kept->ends_at) {
                    const Duration left = *kept->ends_at - kept->clock.now();
                    co_await (kept->clock.sleep_for(left) || cancelled(woken));
                } else {
                    co_await cancelled(woken);
                }
                kept->waiter = nullptr;
                const auto state = co_await asio::this_coro::cancellation_state;
                if (state.cancelled() != asio::cancellation_type::none) {
                    co_return fail(asio::error::operation_aborted, "waiting for process 4711");
                }
            }
            kept->reaped = true;
            co_return kept->end;
        }

    private:
        static asio::awaitable<void> cancelled(asio::steady_timer& timer) {
            boost::system::error_code code;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, code));
        }

        std::shared_ptr<Script> script_;
    };

    explicit FakeLauncher(FakeClock clock) : script(std::make_shared<Script>(std::move(clock))) {}

    Result<Child> launch(const LaunchCommand& command) {
        commands.push_back(command);
        if (failure) return *failure;
        script->launched = true;
        script->launched_at = script->clock.now();
        return Child(script);
    }

    /// The script of the next child, and of the last one.
    std::shared_ptr<Script> script;
    /// Set: nothing can be launched.
    std::optional<Failure> failure;
    std::vector<LaunchCommand> commands;
};
static_assert(ProcessLauncher<FakeLauncher>);

} // namespace moebench::test
