// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

namespace moebench {

namespace detail {

class Category final : public boost::system::error_category {
public:
    constexpr Category() noexcept : error_category(0x6d6f6562656e6368) {}

    const char* name() const noexcept override { return "moebench"; }

    std::string message(int value) const override {
        switch (static_cast<Errc>(value)) {
        case Errc::server_exited: return "the server exited";
        case Errc::server_not_ready: return "the server did not become ready in time";
        case Errc::foreign_server: return "another server answers on the port";
        case Errc::unexpected_model: return "the server did not load the given model";
        case Errc::http_status: return "the server answered with an error";
        case Errc::malformed_http: return "not a valid HTTP reply";
        case Errc::malformed_json: return "not valid JSON";
        case Errc::missing_field: return "a field is missing or has the wrong type";
        case Errc::malformed_event_stream: return "not a valid event stream";
        case Errc::stream_truncated: return "the reply ended early";
        case Errc::reply_too_large: return "the reply is larger than allowed";
        case Errc::connection_lost: return "the connection was lost";
        case Errc::request_timeout: return "no complete reply in time";
        case Errc::token_target_unreachable: return "the token target cannot be reached";
        case Errc::empty_suite: return "the suite has no prompt";
        case Errc::suite_failed: return "the suite or a sink threw an exception";
        case Errc::too_many_failures: return "too many requests failed";
        case Errc::invalid_option: return "invalid option";
        case Errc::output_failed: return "a result could not be written";
        case Errc::prepare_failed: return "the command that prepares a boot failed";
        case Errc::input_changed: return "what is compared has changed";
        case Errc::not_as_asked: return "the server is not what was asked for";
        }
        return "unknown moebench error";
    }
};

} // namespace detail

MOEBENCH_DECL const boost::system::error_category& moebench_category() noexcept {
    static const detail::Category category;
    return category;
}

MOEBENCH_DECL std::string Failure::message() const {
    if (code.category() == moebench_category() && !context.empty()) return context;
    return context.empty() ? code.message() : context + ": " + code.message();
}

} // namespace moebench
