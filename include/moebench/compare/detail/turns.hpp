// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/task.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <functional>
#include <vector>

namespace moebench::detail {

/// Several runs that live at once and send their requests in turn: in one round from the first to
/// the last, in the next one back. So at any time one server computes, and a change of the machine
/// meets all of them alike. All its tasks run on one thread or strand, and it outlives them.
/// Cancellation: terminal; a task that waits ends at once.
class Turns {
public:
    /// `runs`: how many; they are numbered from 0.
    Turns(asio::any_io_executor executor, std::size_t runs);

    /// Until the runs before this one are ready for their first request, or over: servers load one
    /// after the other.
    Task<void> may_start(std::size_t run);
    /// Until it is the run's turn; the first turn begins when all runs are ready.
    Task<void> begin(std::size_t run);
    /// The run's turn is over.
    void end(std::size_t run);
    /// Until all runs have sent their last request: a server that stops would disturb the others.
    Task<void> all_finished(std::size_t run);
    /// The run is over, whatever ended it. May be called again.
    void leave(std::size_t run);

private:
    enum class State { loading, ready, finished };

    Task<void> wait_for(std::function<bool()> condition);
    bool is_turn_of(std::size_t run) const;
    bool none_is(State state, std::size_t runs) const;
    void wake();

    asio::steady_timer changed_;
    std::vector<State> states_;
    std::vector<std::size_t> turns_; // that each run has had
};

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/detail/turns.ipp>
#endif
