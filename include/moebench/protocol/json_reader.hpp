// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moebench {

/// Parses what a server sent, leniently: bytes that are not UTF-8 pass, a lone surrogate escape
/// becomes U+FFFD. Errors: Errc::malformed_json with `what` and the place; empty text is malformed.
Result<boost::json::value> parse_json(std::string_view text, std::string_view what);

/// The same into `storage`, which outlives the value.
Result<boost::json::value> parse_json(std::string_view text, std::string_view what,
                                      boost::json::storage_ptr storage);

/// The value of `name` in the object `json`, as the bytes that stand there; empty when it is not
/// there. `json` has to be valid JSON, an object; only its own members are looked at.
std::string_view json_member(std::string_view json, std::string_view name);

/// The member when it is a whole number (also when spelt 3.0); nothing when absent, null or another
/// type.
std::optional<std::int64_t> json_integer(const boost::json::object& object, std::string_view name);

/// The member when it is a number.
std::optional<double> json_double(const boost::json::object& object, std::string_view name);

/// The member when it is a string.
std::optional<std::string> json_string(const boost::json::object& object, std::string_view name);

/// The member when it is an object, else null.
const boost::json::object* json_object(const boost::json::object& object, std::string_view name);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/json_reader.ipp>
#endif
