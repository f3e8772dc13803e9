// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace moebench {

using Duration = std::chrono::nanoseconds;
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// Seconds, as JSON and tables show them.
constexpr double to_seconds(Duration duration) noexcept {
    return std::chrono::duration<double>(duration).count();
}

constexpr Duration from_seconds(double seconds) noexcept {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

} // namespace moebench
