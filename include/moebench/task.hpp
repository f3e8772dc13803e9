// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <boost/asio/awaitable.hpp>

namespace moebench {

namespace asio = boost::asio;

/// Work that must be awaited: a coroutine that gives a `Result<T>`. Cancelling what awaits it ends
/// it.
template <class T> using Task = asio::awaitable<Result<T>>;

} // namespace moebench
