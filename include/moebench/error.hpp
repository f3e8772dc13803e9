// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace moebench {

/// What moebench itself can find wrong. Codes of the operating system and of Boost pass through
/// unchanged.
enum class Errc {
    /// The server's process ended while it was needed.
    server_exited = 1,
    /// No 200 of `/health` within the time limit.
    server_not_ready,
    /// The port is answered by a server that was not started here.
    foreign_server,
    /// A server of ours that names another model, or a router in its place.
    unexpected_model,
    /// A status other than 200, or an error event inside a stream.
    http_status,
    /// Bytes that are no HTTP reply.
    malformed_http,
    /// Text that is no JSON.
    malformed_json,
    /// A member that is missing, or of another type.
    missing_field,
    /// No event stream where one was asked for.
    malformed_event_stream,
    /// The connection or the stream ended inside a reply.
    stream_truncated,
    /// More bytes than HttpRequest::body_limit.
    reply_too_large,
    /// Refused, reset, or closed before the reply.
    connection_lost,
    /// No complete reply within the request's time limit.
    request_timeout,
    /// The longest prompt a renderer may be asked for has too few tokens.
    token_target_unreachable,
    /// The suite gave no request at all.
    empty_suite,
    /// The suite or the sink threw an exception.
    suite_failed,
    /// More failed requests than RunOptions::max_failures.
    too_many_failures,
    /// An option that cannot be meant, found before anything is started.
    invalid_option,
    /// A result could not be written.
    output_failed,
    /// The command that prepares a boot failed.
    prepare_failed,
};

/// The category of `Errc`; its id is fixed, so that it is one category across shared libraries.
const boost::system::error_category& moebench_category() noexcept;

/// Lets an Errc stand where an error_code is wanted.
inline boost::system::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), moebench_category()};
}

/// An error code and the operation that failed, with what the server said where it said something.
struct Failure {
    /// Of moebench_category(), of the system, or of Boost.
    boost::system::error_code code;
    /// "POST /tokenize: 503 Loading model": the operation, and what was said.
    std::string context;

    // Not an aggregate: g++ 12 frees aggregate temporaries twice inside a co_await expression.
    Failure() = default;
    /// For `co_return Failure(code, "what was done")`; fail() is shorter for an Errc.
    Failure(boost::system::error_code code_, std::string context_)
        : code(code_), context(std::move(context_)) {}

    /// The one line that a person reads: the context, and the code's own message where it adds
    /// something.
    std::string message() const;
};

/// A value or a Failure. `.value()` throws `Error`.
template <class T> using Result = boost::system::result<T, Failure>;

/// What `Result::value()` throws.
class Error : public std::runtime_error {
public:
    /// Its `what()` is the failure's message().
    explicit Error(Failure failure)
        : std::runtime_error(failure.message()), failure_(std::move(failure)) {}

    /// The code and the context behind `what()`.
    const Failure& failure() const noexcept { return failure_; }

private:
    Failure failure_;
};

/// Found by Boost.System: makes `Result::value()` throw Error.
[[noreturn]] inline void throw_exception_from_error(const Failure& failure,
                                                    const boost::source_location&) {
    throw Error(failure);
}

/// What a function returns that failed by a rule of ours: `return fail(Errc::missing_field, "chat
/// reply: choices")`.
inline Failure fail(Errc code, std::string context) {
    return {make_error_code(code), std::move(context)};
}

/// The same with a code of the system or of Boost.
inline Failure fail(boost::system::error_code code, std::string context) {
    return {code, std::move(context)};
}

/// The same failure, seen from one layer further out: `"calibration: POST /tokenize: ..."`.
inline Failure prefixed(std::string_view context, Failure failure) {
    failure.context = std::string(context) + ": " + failure.context;
    return failure;
}

} // namespace moebench

namespace boost::system {

/// Lets an Errc be compared with, and become, an error_code.
template <> struct is_error_code_enum<moebench::Errc> : std::true_type {};

} // namespace boost::system

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/error.ipp>
#endif
