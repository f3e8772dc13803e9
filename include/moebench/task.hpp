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

/// Work that must be awaited: a coroutine that gives a `Result<T>`. Cancelling the task that awaits
/// it ends it.
template <class T> using Task = asio::awaitable<Result<T>>;

/// Runs a coroutine on an io_context of its own, in this thread, and returns what it returns or
/// throws what it throws. For programs that have no event loop.
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
