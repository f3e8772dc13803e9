// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace moebench {

/// Runs a coroutine on an io_context of its own, in this thread, and gives what it gives or throws
/// what it throws. For programs that have no event loop.
template <class T> T sync_wait(boost::asio::awaitable<T> work) {
    boost::asio::io_context context(1);
    std::exception_ptr thrown;
    std::optional<T> result;
    boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr error, T value) {
        thrown = error;
        result.emplace(std::move(value));
    });
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

} // namespace moebench
