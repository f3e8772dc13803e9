// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/clean_text.hpp>
#include <moebench/protocol/json_reader.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace moebench {

namespace detail {

/// The code unit of the surrogate escape `\uXXXX` at `at`; 0 if there is none.
inline unsigned surrogate_escape(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
    unsigned unit = 0;
    const char* const digits = text.data() + at + 2;
    const auto [end, error] = std::from_chars(digits, digits + 4, unit, 16);
    const bool complete = error == std::errc{} && end == digits + 4;
    return complete && unit >= 0xD800 && unit <= 0xDFFF ? unit : 0;
}

/// Boost.JSON rejects lone surrogates; Python and llama-server's JSON library accept them.
inline std::string without_lone_surrogates(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\') {
            out += text[at++];
            continue;
        }
        const unsigned unit = surrogate_escape(text, at);
        if (unit == 0) {
            out += text.substr(at, 2);
            at += 2;
        } else if (unit < 0xDC00 && surrogate_escape(text, at + 6) >= 0xDC00) {
            out += text.substr(at, 12);
            at += 12;
        } else {
            out += "\\ufffd";
            at += 6;
        }
    }
    return out;
}

/// The end of the JSON value that begins at `at`. The text must be valid.
inline std::size_t end_of_value(std::string_view json, std::size_t at) {
    int depth = 0;
    bool in_string = false;
    for (; at < json.size(); ++at) {
        const char c = json[at];
        if (in_string) {
            if (c == '\\') ++at;
            if (c != '"') continue;
            in_string = false;
            if (depth == 0) return at + 1;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (--depth < 0) return at;
            if (depth == 0) return at + 1;
        } else if (c == ',' && depth == 0) {
            return at;
        }
    }
    return json.size();
}

/// Reads the doubles of a value again, in the order of the text that it was parsed from.
class DoubleReader {
public:
    explicit DoubleReader(std::string_view text) : text_(text) {}

    void correct(boost::json::value& value) {
        if (auto* array = value.if_array()) {
            for (auto& element : *array) correct(element);
        } else if (auto* object = value.if_object()) {
            for (auto& member : *object) correct(member.value());
        } else if (value.is_number()) {
            const auto number = next_number();
            double exact = 0;
            std::from_chars(number.data(), number.data() + number.size(), exact);
            // of a key that stands twice the value has only the last: then the order is lost
            auto* read = value.if_double();
            if (read != nullptr && std::nextafter(*read, exact) == exact) *read = exact;
        }
    }

private:
    std::string_view next_number() {
        while ((at_ = text_.find_first_of("\"-0123456789", at_)) < text_.size()) {
            if (text_[at_] != '"') break;
            at_ = end_of_value(text_, at_);
        }
        const auto begin = std::min(at_, text_.size());
        at_ = std::min(text_.find_first_not_of("+-.eE0123456789", begin), text_.size());
        return text_.substr(begin, at_ - begin);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace detail

MOEBENCH_DECL Result<boost::json::value> parse_json_exactly(std::string_view text,
                                                            std::string_view what) {
    auto value = parse_json(text, what);
    if (value) detail::DoubleReader(text).correct(*value);
    return value;
}

MOEBENCH_DECL Result<boost::json::value> parse_json(std::string_view text, std::string_view what) {
    return parse_json(text, what, boost::json::storage_ptr());
}

MOEBENCH_DECL Result<boost::json::value> parse_json(std::string_view text, std::string_view what,
                                                    boost::json::storage_ptr storage) {
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true;
    options.max_depth = 256;
    const auto parse = [&](std::string_view source, boost::system::error_code& code) {
        return boost::json::parse(boost::json::string_view(source.data(), source.size()), code,
                                  storage, options);
    };
    boost::system::error_code code;
    auto value = parse(text, code);
    if (code && text.find("\\u") != std::string_view::npos) {
        value = parse(detail::without_lone_surrogates(text), code);
    }
    if (!code) return value;
    constexpr std::size_t shown = 120;
    return fail(Errc::malformed_json,
                std::string(what) + ": not valid JSON (" + code.message() + "): " +
                    (text.empty() ? "empty body" : detail::clean_text(text.substr(0, shown))));
}

MOEBENCH_DECL std::string_view json_member(std::string_view json, std::string_view name) {
    constexpr std::string_view space = " \t\r\n";
    const auto skip = [&](std::size_t at, std::string_view set) {
        return std::min(json.find_first_not_of(set, at), json.size());
    };
    std::size_t at = json.find('{');
    if (at == std::string_view::npos) return {};
    for (at = skip(at + 1, space); at < json.size() && json[at] == '"';) {
        const std::size_t key_end = detail::end_of_value(json, at);
        const auto key = json.substr(at + 1, key_end - at - 2);
        const std::size_t begin = skip(key_end, " \t\r\n:");
        const std::size_t end = detail::end_of_value(json, begin);
        if (key == name) {
            const auto value = json.substr(begin, end - begin);
            return value.substr(0, value.find_last_not_of(space) + 1);
        }
        at = skip(end, " \t\r\n,");
    }
    return {};
}

MOEBENCH_DECL std::optional<double> json_double(const boost::json::object& object,
                                                std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

MOEBENCH_DECL std::optional<std::int64_t> json_integer(const boost::json::object& object,
                                                       std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) return std::nullopt;
    if (const auto* whole = value->if_int64()) return *whole;
    const auto* number = value->if_double();
    constexpr double exact = 9007199254740992.0; // 2^53: larger doubles are not exact
    if (number == nullptr || std::trunc(*number) != *number || std::abs(*number) > exact) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*number);
}

MOEBENCH_DECL std::optional<std::string> json_string(const boost::json::object& object,
                                                     std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

MOEBENCH_DECL const boost::json::object* json_object(const boost::json::object& object,
                                                     std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

} // namespace moebench
