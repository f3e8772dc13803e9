// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>

namespace moebench::detail {

/// Adds its lifetime to a sum, also if an exception ends it. Lifetime: clock and sum outlive it.
template <SteadyClock Clock> class Stopwatch {
public:
    Stopwatch(Clock& clock, Duration& sum) : clock_(clock), sum_(sum), began_(clock.now()) {}
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;
    ~Stopwatch() { sum_ += clock_.now() - began_; }

private:
    Clock& clock_;
    Duration& sum_;
    TimePoint began_;
};

} // namespace moebench::detail
