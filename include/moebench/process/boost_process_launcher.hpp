// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/process/process_launcher.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace moebench {

/// Starts real processes through Boost.Process; Linux.
/// The child leads a session and process group of its own, inherits no descriptor but its three,
/// starts with default signal dispositions, and reads /dev/null as stdin.
/// Nobody else may reap this program's children: no wait for any child, no ignored SIGCHLD.
class BoostProcessLauncher {
public:
    class Child {
    public:
        Child(asio::any_io_executor executor, int pid);
        Child(Child&&) noexcept;
        Child& operator=(Child&&) noexcept;
        ~Child();

        int pid() const noexcept;
        void signal(StopSignal signal);
        Task<ExitStatus> wait();

    private:
        struct State;
        std::unique_ptr<State> state_;
    };

    explicit BoostProcessLauncher(asio::any_io_executor executor)
        : executor_(std::move(executor)) {}

    Result<Child> launch(const LaunchCommand& command);

private:
    asio::any_io_executor executor_;
};
static_assert(ProcessLauncher<BoostProcessLauncher>);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/boost_process_launcher.ipp>
#endif
