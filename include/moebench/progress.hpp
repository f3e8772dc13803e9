// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace moebench {

/// What a run is doing.
enum class Stage {
    /// The binary is asked for its flags, and the server started.
    starting,
    /// The server runs; `/health` does not say 200 yet.
    loading,
    /// The suite prepares its prompts.
    calibrating,
    /// Requests that enter no figure.
    warming_up,
    /// Requests that are measured.
    measuring,
    /// The answer pass of a comparison.
    answering,
    /// The server is asked to end.
    stopping,
};

/// Where a run stands. Told at every change of stage and after every request.
struct Progress {
    /// Told anew when it changes.
    Stage stage = Stage::starting;
    /// When the stage began.
    TimePoint since{};
    /// Requests finished in this stage.
    std::int64_t requests = 0;
    /// Failed ones among them.
    std::int64_t failed = 0;
    /// How long the stage will take. Absent: not known.
    std::optional<Duration> expected;
    /// How many requests the stage will take. Absent: not known.
    std::optional<std::int64_t> expected_requests;

    Progress() = default;
    /// The beginning of a stage.
    Progress(Stage stage_, TimePoint since_) : stage(stage_), since(since_) {}
};

/// Called on the thread that runs the task, never inside a latency; it must return at once.
using ProgressFunction = std::function<void(const Progress&)>;

/// What a run calls on its thread, never inside a latency. What is empty is not called; what a hook
/// throws ends the run.
struct RunHooks {
    /// Each change of stage, and each request.
    ProgressFunction progress;
    /// The warm-up is over and the next request is measured: the time for readings of the machine.
    std::function<void()> measuring_begins;
    /// The last measured request is over; the server still runs. Not called after a cancellation.
    std::function<void()> measuring_ends;

    RunHooks() = default;
};

} // namespace moebench
