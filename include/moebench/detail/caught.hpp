// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/task.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <utility>

namespace moebench::detail {

/// Turns what a user's suite throws into a failure, so that the run can still be finished.
/// `thrown`: set to it, unless the work was only cancelled.
inline Task<void> caught(Task<void> work, std::exception_ptr& thrown) {
    try {
        co_return co_await std::move(work);
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted) thrown = std::current_exception();
        co_return fail(error.code(), "");
    } catch (const std::exception& error) {
        thrown = std::current_exception();
        co_return fail(Errc::suite_failed, error.what());
    } catch (...) {
        thrown = std::current_exception();
        co_return fail(Errc::suite_failed, "");
    }
}

} // namespace moebench::detail
