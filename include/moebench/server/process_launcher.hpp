// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/task.hpp>

#include <concepts>
#include <string>
#include <vector>

namespace moebench {

/// A program to start: no shell, no search of PATH, in a process group of its own.
struct LaunchCommand {
    /// argv[0] is the path of the executable.
    std::vector<std::string> argv;
    /// The whole environment, `KEY=VALUE`.
    std::vector<std::string> environment;
    /// stdout and stderr go here; created, or replaced. Empty: /dev/null.
    std::string output_file;
    /// The kernel kills the child when the thread that started it ends (PR_SET_PDEATHSIG).
    bool die_with_parent = false;

    LaunchCommand() = default;
};

/// SIGINT, SIGTERM, SIGKILL.
enum class StopSignal { interrupt, terminate, kill };

/// How a process ended: by exit code, or by a signal.
struct ExitStatus {
    /// -1: not known, since somebody else has waited for the process.
    int exit_code = 0;
    /// 0: it was not a signal.
    int signal = 0;

    /// "exited with code 1", "was killed by signal 9 (Killed)".
    std::string describe() const;
};

/// A started child. `wait` gives its end, also when asked again; one waiter at a time; cancelling
/// it leaves the child alone. Once the child has ended, whatever else is left of its group is
/// killed. `signal` goes to the whole group. Destroying a child that has not ended kills its group
/// and reaps it.
template <class C>
concept ChildProcess = requires(C& child, StopSignal signal) {
    { child.pid() } -> std::convertible_to<int>;
    { child.signal(signal) } -> std::same_as<void>;
    { child.wait() } -> std::same_as<Task<ExitStatus>>;
};

/// Starts children. Errors: what the system said (no such file, permission denied), with the path.
template <class L>
concept ProcessLauncher =
    ChildProcess<typename L::Child> && requires(L& launcher, const LaunchCommand& command) {
        { launcher.launch(command) } -> std::same_as<Result<typename L::Child>>;
    };

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/process_launcher.ipp>
#endif
