// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/clock.hpp>

namespace moebench::detail {

/// Adds the time it lives to a sum, also where an exception ends it. Clock and sum outlive it.
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
