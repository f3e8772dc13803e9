// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace moebench {

namespace asio = boost::asio;

/// A coroutine that returns a `Result<T>`; must be awaited. Cancelling the awaiting task ends it.
template <class T> using Task = asio::awaitable<Result<T>>;

/// Runs a coroutine to its end on its own io_context in this thread; returns or throws what the
/// coroutine does. For programs without an event loop.
template <class T> T sync_wait(asio::awaitable<T> work) {
    asio::io_context context(1);
    std::exception_ptr thrown;
    std::optional<T> result;
    asio::co_spawn(context, std::move(work), [&](std::exception_ptr error, T value) {
        thrown = error;
        result.emplace(std::move(value));
    });
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

} // namespace moebench
