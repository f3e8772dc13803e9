// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace moebench {

/// Every span of time in the library; JSON and tables show it in seconds.
using Duration = std::chrono::nanoseconds;
/// A moment on the monotonic clock; not a time of day.
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// The duration in seconds, as JSON and tables show it.
constexpr double to_seconds(Duration duration) noexcept {
    return std::chrono::duration<double>(duration).count();
}

/// The inverse of to_seconds(), truncated to whole nanoseconds.
constexpr Duration from_seconds(double seconds) noexcept {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

} // namespace moebench
