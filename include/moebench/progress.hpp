// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace moebench {

enum class Stage {
    starting,
    loading,
    calibrating,
    warming_up,
    measuring,
    /// The answer pass of a comparison.
    answering,
    stopping,
};

/// Where a run stands. Told at every change of stage and after every request.
struct Progress {
    Stage stage = Stage::starting;
    /// When the stage began.
    TimePoint since{};
    /// Requests finished in this stage.
    std::int64_t requests = 0;
    /// Failed ones among them.
    std::int64_t failed = 0;
    /// How long the stage will take, and how many requests, where that is known.
    std::optional<Duration> expected;
    std::optional<std::int64_t> expected_requests;

    Progress() = default;
    Progress(Stage stage_, TimePoint since_) : stage(stage_), since(since_) {}
};

/// Called on the thread that runs the task, never inside a latency; it must return at once.
using ProgressFunction = std::function<void(const Progress&)>;

} // namespace moebench
