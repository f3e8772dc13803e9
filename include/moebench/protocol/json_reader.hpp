// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moebench {

/// Parses a server's text leniently: bytes that are not UTF-8 are accepted, a lone surrogate escape
/// becomes U+FFFD. Errors: Errc::malformed_json, with `what` and the beginning of the text; empty
/// text is malformed.
Result<boost::json::value> parse_json(std::string_view text, std::string_view what);

/// The same, with memory from `storage`, which outlives the value.
Result<boost::json::value> parse_json(std::string_view text, std::string_view what,
                                      boost::json::storage_ptr storage);

/// The same with every number as std::from_chars() reads it: Boost.JSON 1.81 misreads one in ten
/// numbers of 17 digits by one ulp. For files that are written again.
Result<boost::json::value> parse_json_exactly(std::string_view text, std::string_view what);

/// The text of member `name` in the JSON object `json`, unchanged; empty if it is absent. `json`
/// must be a valid JSON object; nested members are not searched.
std::string_view json_member(std::string_view json, std::string_view name);

/// The member if it is a whole number (3.0 is one, too); nothing if it is absent, null or another
/// type.
std::optional<std::int64_t> json_integer(const boost::json::object& object, std::string_view name);

/// The member if it is a number.
std::optional<double> json_double(const boost::json::object& object, std::string_view name);

/// The member if it is a string.
std::optional<std::string> json_string(const boost::json::object& object, std::string_view name);

/// The member if it is an object, otherwise null.
const boost::json::object* json_object(const boost::json::object& object, std::string_view name);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/json_reader.ipp>
#endif
