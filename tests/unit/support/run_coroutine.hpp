// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include <support/fake_clock.hpp>

namespace moebench::test {

/// A coroutine that was started and can be checked between its steps. Its io_context outlives it.
template <class T> class Running {
public:
    Running(asio::io_context& context, asio::awaitable<T> work) : context_(context) {
        asio::co_spawn(context, std::move(work),
                       asio::bind_cancellation_slot(cancel_.slot(), [this](auto error, T value) {
                           error_ = error;
                           value_.emplace(std::move(value));
                       }));
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    /// Runs everything that can run without moving the time.
    void poll() {
        context_.restart();
        context_.poll();
    }

    bool done() const noexcept { return value_.has_value(); }
    void cancel() { cancel_.emit(asio::cancellation_type::terminal); }

    /// What the coroutine returned or threw. Fails the test if it is not done.
    T get() {
        if (!done()) FAIL("the coroutine is not done");
        if (error_) std::rethrow_exception(error_);
        return std::move(*value_);
    }

private:
    asio::io_context& context_;
    asio::cancellation_signal cancel_;
    std::exception_ptr error_;
    std::optional<T> value_;
};

/// Runs work that waits only for itself.
template <class T> T run_coroutine(asio::awaitable<T> work) {
    asio::io_context context;
    Running<T> running(context, std::move(work));
    running.poll();
    return running.get();
}

/// Runs work that sleeps on `clock`: time jumps to the next sleeper when nothing else can run.
template <class T> T run_coroutine(const FakeClock& clock, asio::awaitable<T> work) {
    asio::io_context context;
    Running<T> running(context, std::move(work));
    running.poll();
    while (!running.done() && clock.advance_to_next()) running.poll();
    return running.get();
}

/// Runs work on real sockets or children; after four minutes it counts as hanging.
template <class T> T run_coroutine(asio::io_context& context, asio::awaitable<T> work) {
    Running<T> running(context, std::move(work));
    const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(4);
    context.restart();
    while (!running.done() && context.run_one_until(limit) != 0) {
    }
    return running.get();
}

} // namespace moebench::test
