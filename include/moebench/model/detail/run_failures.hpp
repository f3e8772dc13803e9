// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/model/run_report.hpp>

#include <boost/system/errc.hpp>

#include <cstdint>
#include <string>

namespace moebench::detail {

/// How a run ends after this failure.
inline Outcome outcome_of(boost::system::error_code code) {
    if (code == boost::system::errc::operation_canceled) return Outcome::interrupted;
    if (code == Errc::server_exited) return Outcome::server_died;
    if (code == Errc::too_many_failures) return Outcome::too_many_failures;
    return Outcome::failed;
}

/// The reply to a request after which no other one can succeed.
inline ChatReply lost_reply(const Failure& failure, TimePoint began, TimePoint ended) {
    ChatReply reply;
    reply.status = RequestStatus::connection_lost;
    reply.error = failure.message();
    reply.exchange.started = began;
    reply.exchange.finished = ended;
    return reply;
}

/// More requests have failed than are tolerated; `error` is the last one's.
inline Failure too_many_failures(const std::string& error, std::int64_t failed,
                                 std::int64_t tolerated) {
    return fail(Errc::too_many_failures, "request failed: " + error + "; " +
                                             std::to_string(failed) + " failed in all, " +
                                             std::to_string(tolerated) + " are tolerated");
}

} // namespace moebench::detail
