// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_reader.hpp>
#include <moebench/suites/detail/suite_file.hpp>

#include <boost/json/value.hpp>

namespace moebench::detail {

inline Result<void> read_messages(const boost::json::value& value, const std::string& where,
                                  ChatRequest& request) {
    const auto* messages = value.if_array();
    if (messages == nullptr || messages->empty()) {
        return fail(Errc::missing_field, where + ": 'messages' is not a list of messages");
    }
    for (const auto& item : *messages) {
        const auto* object = item.if_object();
        auto role = object != nullptr ? json_string(*object, "role") : std::nullopt;
        auto content = object != nullptr ? json_string(*object, "content") : std::nullopt;
        if (!role || !content) {
            return fail(Errc::missing_field,
                        where + ": a message needs 'role' and 'content' strings");
        }
        request.messages.emplace_back(std::move(*role), std::move(*content));
    }
    return {};
}

inline Result<ChatRequest> read_suite_entry(const boost::json::value& value,
                                            const std::string& where) {
    const auto* object = value.if_object();
    if (object == nullptr) return fail(Errc::missing_field, where + ": not an object");
    ChatRequest request;
    for (const auto& [key, member] : *object) {
        const std::string_view name(key.data(), key.size());
        if (name == "messages") {
            if (auto read = read_messages(member, where, request); !read) return read.error();
        } else if (name == "prompt" && member.is_string()) {
            request.messages.emplace_back("user", std::string(member.get_string()));
        } else if (name == "name" && member.is_string()) {
            request.name = std::string(member.get_string());
        } else if (name == "max_tokens") {
            request.max_tokens = json_integer(*object, name);
            if (!request.max_tokens || *request.max_tokens < 1) {
                return fail(Errc::missing_field, where + ": 'max_tokens' is not a positive number");
            }
        } else {
            return fail(Errc::missing_field,
                        where + ": '" + std::string(name) +
                            "' is not expected here; an entry has 'messages' or 'prompt', and "
                            "may have 'max_tokens' and 'name'");
        }
    }
    if (object->contains("messages") == object->contains("prompt")) {
        return fail(Errc::missing_field, where + ": needs exactly one of 'messages' and 'prompt'");
    }
    return request;
}

MOEBENCH_DECL Result<std::vector<ChatRequest>> parse_suite_file(std::string_view text,
                                                                std::string_view origin) {
    const std::string name(origin);
    std::vector<ChatRequest> requests;
    const auto add = [&](const boost::json::value& value, const std::string& where) {
        auto request = read_suite_entry(value, where);
        if (!request) return Result<void>(request.error());
        requests.push_back(std::move(*request));
        return Result<void>();
    };

    if (auto whole = parse_json(text, name); whole && whole->is_array()) {
        int entry = 0;
        for (const auto& value : whole->get_array()) {
            auto added = add(value, name + ": entry " + std::to_string(++entry));
            if (!added) return added.error();
        }
    } else {
        int number = 0;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            const std::string_view line = text.substr(0, end);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
            ++number;
            if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
            const std::string where = name + ": line " + std::to_string(number);
            auto value = parse_json(line, where);
            if (!value) return value.error();
            if (auto added = add(*value, where); !added) return added.error();
        }
    }
    if (requests.empty()) return fail(Errc::empty_suite, name + ": contains no prompts");
    return requests;
}

} // namespace moebench::detail
