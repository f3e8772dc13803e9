// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/config.hpp>

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
    server_exited = 1,
    server_not_ready,
    foreign_server,
    unexpected_model,
    http_status,
    malformed_http,
    malformed_json,
    missing_field,
    malformed_event_stream,
    stream_truncated,
    reply_too_large,
    connection_lost,
    request_timeout,
    token_target_unreachable,
    empty_suite,
    suite_failed,
    too_many_failures,
    invalid_option,
    output_failed,
    prepare_failed,
};

/// The category of `Errc`; its id is fixed, so that it is one category across shared libraries.
const boost::system::error_category& moebench_category() noexcept;

inline boost::system::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), moebench_category()};
}

/// An error code and the operation that failed, with what the server said where it said something.
struct Failure {
    boost::system::error_code code;
    std::string context;

    // Not an aggregate: g++ 12 frees aggregate temporaries twice inside a co_await expression.
    Failure() = default;
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
    explicit Error(Failure failure)
        : std::runtime_error(failure.message()), failure_(std::move(failure)) {}

    const Failure& failure() const noexcept { return failure_; }

private:
    Failure failure_;
};

[[noreturn]] inline void throw_exception_from_error(const Failure& failure,
                                                    const boost::source_location&) {
    throw Error(failure);
}

inline Failure fail(Errc code, std::string context) {
    return {make_error_code(code), std::move(context)};
}

inline Failure fail(boost::system::error_code code, std::string context) {
    return {code, std::move(context)};
}

/// The same failure, seen from one layer further out: `"calibration: POST /tokenize: ..."`.
inline Failure prefixed(std::string_view context, Failure failure) {
    failure.context = std::string(context) + ": " + failure.context;
    return failure;
}

} // namespace moebench

template <> struct boost::system::is_error_code_enum<moebench::Errc> : std::true_type {};

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/error.ipp>
#endif
