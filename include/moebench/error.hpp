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

/// The errors that moebench itself detects. Codes of the operating system and of Boost are passed
/// on unchanged.
enum class Errc {
    /// The server's process ended while it was needed.
    server_exited = 1,
    /// `/health` did not answer 200 within the time limit.
    server_not_ready,
    /// Another server, not started by moebench, answers on the port.
    foreign_server,
    /// The started server reports another model, or it runs as a router.
    unexpected_model,
    /// An HTTP status other than 200, or an error event inside a stream.
    http_status,
    /// The bytes are not an HTTP reply.
    malformed_http,
    /// The text is not JSON.
    malformed_json,
    /// A JSON member is missing or has the wrong type.
    missing_field,
    /// The reply to a streamed request is not an event stream.
    malformed_event_stream,
    /// The connection or the stream ended inside a reply.
    stream_truncated,
    /// The reply has more bytes than HttpRequest::body_limit.
    reply_too_large,
    /// The connection was refused, reset, or closed before the reply.
    connection_lost,
    /// No complete reply within the request's time limit.
    request_timeout,
    /// Even the longest prompt that a renderer may produce has too few tokens.
    token_target_unreachable,
    /// The suite produced no request.
    empty_suite,
    /// The suite or the sink threw an exception.
    suite_failed,
    /// More failed requests than RunOptions::max_failures.
    too_many_failures,
    /// Invalid or contradictory option; found before anything is started.
    invalid_option,
    /// A result could not be written.
    output_failed,
    /// The command that prepares a boot failed.
    prepare_failed,
    /// A program or file that a comparison uses has changed since its start.
    input_changed,
    /// The started server has a smaller context or another build than it was asked for.
    not_as_asked,
};

/// The category of `Errc`. Its id is fixed, so it is the same category in all shared libraries.
const boost::system::error_category& moebench_category() noexcept;

/// Converts an Errc to an error_code.
inline boost::system::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), moebench_category()};
}

/// An error code, the operation that failed, and the server's message if there was one.
struct Failure {
    /// From moebench_category(), the system, or Boost.
    boost::system::error_code code;
    /// The operation and the server's message: "POST /tokenize: 503 Loading model".
    std::string context;

    // Not an aggregate: g++ 12 frees aggregate temporaries twice inside a co_await expression.
    Failure() = default;
    /// For `co_return Failure(code, "operation")`; fail() is shorter.
    Failure(boost::system::error_code code_, std::string context_)
        : code(code_), context(std::move(context_)) {}

    /// One line for people: the context, and the code's own message if it adds something.
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

    /// The failure that was thrown.
    const Failure& failure() const noexcept { return failure_; }

private:
    Failure failure_;
};

/// Called by Boost.System: makes `Result::value()` throw Error.
[[noreturn]] inline void throw_exception_from_error(const Failure& failure,
                                                    const boost::source_location&) {
    throw Error(failure);
}

/// Makes a Failure: `return fail(Errc::missing_field, "chat reply: choices")`.
inline Failure fail(Errc code, std::string context) {
    return {make_error_code(code), std::move(context)};
}

/// The same with a code from the system or Boost.
inline Failure fail(boost::system::error_code code, std::string context) {
    return {code, std::move(context)};
}

/// Puts the outer operation before the context: `"calibration: POST /tokenize: ..."`.
inline Failure prefixed(std::string_view context, Failure failure) {
    failure.context = std::string(context) + ": " + failure.context;
    return failure;
}

} // namespace moebench

namespace boost::system {

/// Allows comparing an Errc with an error_code, and converting it to one.
template <> struct is_error_code_enum<moebench::Errc> : std::true_type {};

} // namespace boost::system

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/error.ipp>
#endif
