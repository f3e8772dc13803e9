// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/process_launcher.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace moebench {

/// Starts real processes with Boost.Process; Linux only. The child leads its own session and
/// process group, inherits only stdin, stdout and stderr, starts with default signal handling, and
/// reads /dev/null as stdin. No other code may reap this program's children: no wait for any child,
/// no ignored SIGCHLD.
class BoostProcessLauncher {
public:
    /// See ChildProcess.
    class Child {
    public:
        /// For the launcher: takes over a process that leads its own group.
        Child(asio::any_io_executor executor, int pid);
        /// Not while wait() is awaited.
        Child(Child&&) noexcept;
        /// Not while wait() is awaited; the child that it held before is killed and reaped.
        Child& operator=(Child&&) noexcept;
        ~Child();

        /// Process id and group id. Once the child is reaped, another process may get the same id.
        int pid() const noexcept;
        /// Sends SIGINT, SIGTERM or SIGKILL to the group; does nothing once the child has ended.
        void signal(StopSignal signal);
        /// Waits for the exit; may be called again. Cancellation: the child keeps running.
        Task<ExitStatus> wait();

    private:
        struct State;
        std::unique_ptr<State> state_;
    };

    /// Children are waited for on this executor.
    explicit BoostProcessLauncher(asio::any_io_executor executor)
        : executor_(std::move(executor)) {}

    /// Blocks until exec has succeeded or failed. Errors: the system's, with the path.
    Result<Child> launch(const LaunchCommand& command);

private:
    asio::any_io_executor executor_;
};
static_assert(ProcessLauncher<BoostProcessLauncher>);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/boost_process_launcher.ipp>
#endif
