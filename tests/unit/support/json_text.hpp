// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_reader.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>

namespace moebench::test {

/// Fails the test if the text is not one JSON object.
inline boost::json::object parse_object(const std::string& text) {
    return parse_json(text, "the test's JSON").value().as_object();
}

} // namespace moebench::test
