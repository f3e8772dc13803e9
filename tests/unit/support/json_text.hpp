// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_reader.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace moebench::test {

/// Fails the test if the text is not one JSON object.
inline boost::json::object parse_object(const std::string& text) {
    return parse_json(text, "the test's JSON").value().as_object();
}

/// The keys, in the order of the text.
inline std::vector<std::string> keys_of(const boost::json::object& object) {
    std::vector<std::string> keys;
    for (const auto& member : object) keys.emplace_back(member.key());
    return keys;
}

} // namespace moebench::test
