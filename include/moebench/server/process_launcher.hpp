// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/task.hpp>

#include <concepts>
#include <string>
#include <vector>

namespace moebench {

/// A program to start, without a shell or a search of PATH, in its own process group.
struct LaunchCommand {
    /// argv[0] is the path of the executable.
    std::vector<std::string> argv;
    /// The whole environment, `KEY=VALUE`.
    std::vector<std::string> environment;
    /// File for stdout and stderr; created or replaced. Empty: /dev/null.
    std::string output_file;
    /// The kernel kills the child when the thread that started it ends (PR_SET_PDEATHSIG).
    bool die_with_parent = false;

    LaunchCommand() = default;
};

/// SIGINT, SIGTERM, SIGKILL.
enum class StopSignal { interrupt, terminate, kill };

/// How a process ended: by exit code, or by a signal.
struct ExitStatus {
    /// -1: unknown, because other code has waited for the process.
    int exit_code = 0;
    /// 0: the process was not ended by a signal.
    int signal = 0;

    /// "exited with code 1", "was killed by signal 9 (Killed)".
    std::string describe() const;
};

/// A started child. `wait` returns its exit status and may be called again; one waiter at a time;
/// cancelling it does not affect the child. Once the child has ended, the rest of its group is
/// killed. `signal` goes to the whole group. Destroying a running child kills its group and reaps
/// it.
template <class C>
concept ChildProcess = requires(C& child, StopSignal signal) {
    { child.pid() } -> std::convertible_to<int>;
    { child.signal(signal) } -> std::same_as<void>;
    { child.wait() } -> std::same_as<Task<ExitStatus>>;
};

/// Starts children. Errors: the system's (no such file, permission denied), with the path.
template <class L>
concept ProcessLauncher =
    ChildProcess<typename L::Child> && requires(L& launcher, const LaunchCommand& command) {
        { launcher.launch(command) } -> std::same_as<Result<typename L::Child>>;
    };

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/process_launcher.ipp>
#endif
