// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/task.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace moebench {

/// What a run is doing.
enum class Stage {
    /// The binary is asked for its flags, then the server is started.
    starting,
    /// The server runs, but `/health` does not answer 200 yet.
    loading,
    /// The suite prepares its prompts.
    calibrating,
    /// Requests that are not measured.
    warming_up,
    /// Requests that are measured.
    measuring,
    /// The answer pass of a comparison.
    answering,
    /// The server is being stopped.
    stopping,
};

/// The state of a run. Reported at every change of stage and after every request.
struct Progress {
    /// The current stage.
    Stage stage = Stage::starting;
    /// When the stage began.
    TimePoint since{};
    /// Requests finished in this stage.
    std::int64_t requests = 0;
    /// How many of them failed.
    std::int64_t failed = 0;
    /// How long the stage will take. Absent: unknown.
    std::optional<Duration> expected;
    /// How many requests the stage will take. Absent: unknown.
    std::optional<std::int64_t> expected_requests;

    Progress() = default;
    /// A stage that has just begun.
    Progress(Stage stage_, TimePoint since_) : stage(stage_), since(since_) {}
};

/// Called on the thread that runs the task, never during a timed request; must return at once.
using ProgressFunction = std::function<void(const Progress&)>;

/// Functions that a run calls on its thread, never during a timed request. Empty ones are not
/// called. An exception from a hook ends the run.
struct RunHooks {
    /// Called at each change of stage and after each request.
    ProgressFunction progress;
    /// After the warm-up, before the first measured request: the time to read the machine's state.
    std::function<void()> measuring_begins;
    /// After the last measured request, while the server still runs. Not called if cancelled.
    std::function<void()> measuring_ends;
    /// Before each request, warm-up included, and before the suite prepares it: the run goes on
    /// when the task has ended. For runs that take turns. A failure ends the run.
    std::function<Task<void>()> turn_begins;
    /// After each request, when its sample is recorded; also when the request could not be sent.
    std::function<void()> turn_ends;

    RunHooks() = default;
};

} // namespace moebench
