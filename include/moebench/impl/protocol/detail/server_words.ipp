// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/detail/server_words.hpp>
#include <moebench/protocol/json_reader.hpp>

#include <boost/json/value.hpp>

namespace moebench::detail {

/// null, "", {}, ...: a server that always sends the member `error` has none.
inline bool says_nothing(const boost::json::value* value) {
    if (value == nullptr || value->is_null()) return true;
    if (value->is_bool()) return !value->get_bool();
    if (value->is_number()) return value->to_number<double>() == 0;
    if (value->is_string()) return value->get_string().empty();
    return value->is_array() ? value->get_array().empty() : value->get_object().empty();
}

inline std::string words_within(const boost::json::value* value, int depth) {
    constexpr int deepest = 4;
    if (says_nothing(value) || depth > deepest) return {};
    if (value->is_string()) return std::string(value->get_string());
    if (value->is_array()) return words_within(&value->get_array().front(), depth + 1);
    if (!value->is_object()) return {};
    const auto& object = value->get_object();
    for (const char* name : {"error", "message", "detail", "details", "msg", "error_message"}) {
        auto words = words_within(object.if_contains(name), depth + 1);
        if (words.empty()) continue;
        const auto type = json_string(object, "type");
        return type && *type != "error" && !type->empty() ? words + " (" + *type + ")" : words;
    }
    return {};
}

MOEBENCH_DECL std::string words_of(const boost::json::value& value) {
    return words_within(&value, 0);
}

MOEBENCH_DECL bool is_error_event(std::string_view type, const boost::json::object& root) {
    return type == "error" || !says_nothing(root.if_contains("error")) ||
           json_string(root, "type") == "error" || json_string(root, "object") == "error";
}

} // namespace moebench::detail
