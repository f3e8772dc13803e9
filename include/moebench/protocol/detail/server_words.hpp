// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

// What a server says about an error. There are as many shapes as there are servers.
namespace moebench::detail {

/// The sentence in an error: a string, or the member of an object that holds one. Empty: none.
std::string words_of(const boost::json::value& value);

/// The event is an error. `type`: its `event` field.
bool is_error_event(std::string_view type, const boost::json::object& root);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/detail/server_words.ipp>
#endif
