// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/process_launcher.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace moebench {

/// Starts real processes through Boost.Process; Linux.
/// The child leads a session and process group of its own, inherits no descriptor but its three,
/// starts with default signal dispositions, and reads /dev/null as stdin.
/// Nobody else may reap this program's children: no wait for any child, no ignored SIGCHLD.
class BoostProcessLauncher {
public:
    /// See ChildProcess.
    class Child {
    public:
        /// For the launcher: takes over a process that leads its own group.
        Child(asio::any_io_executor executor, int pid);
        /// Not while wait() is awaited.
        Child(Child&&) noexcept;
        /// Not while wait() is awaited; the child that it held is killed and reaped.
        Child& operator=(Child&&) noexcept;
        ~Child();

        /// Of the child and of its group. Once it is reaped, the number may be another's.
        int pid() const noexcept;
        /// SIGINT, SIGTERM or SIGKILL to the group; nothing once it has ended.
        void signal(StopSignal signal);
        /// Its end, also when asked again. Cancellation: the child goes on.
        Task<ExitStatus> wait();

    private:
        struct State;
        std::unique_ptr<State> state_;
    };

    /// Children are waited for on this executor.
    explicit BoostProcessLauncher(asio::any_io_executor executor)
        : executor_(std::move(executor)) {}

    /// Blocks until the exec has succeeded or failed. Errors: the system's, with the path.
    Result<Child> launch(const LaunchCommand& command);

private:
    asio::any_io_executor executor_;
};
static_assert(ProcessLauncher<BoostProcessLauncher>);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/boost_process_launcher.ipp>
#endif
