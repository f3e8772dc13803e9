// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/utf8.hpp>
#include <moebench/error.hpp>
#include <moebench/model/completion.hpp>
#include <moebench/model/sample.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace moebench::detail {

/// Types whose JSON stands on one line, also in an indented file.
template <class T> inline constexpr bool on_one_line = false;

/// JSON text of the server's without line breaks (they can only stand between tokens), as UTF-8.
inline std::string without_line_breaks(std::string_view json) {
    std::string line;
    for (std::size_t at = 0; at < json.size();) {
        const char32_t point = next_code_point(json, at);
        append_utf8(line, point < U' ' ? U' ' : point);
    }
    return line;
}

/// Writes what fields(archive, value) names as the members of a JSON object. JsonLoader reads the
/// same; `context` is what the fields() of a nested value takes beside the value.
class JsonSaver {
public:
    /// `json` outlives it.
    explicit JsonSaver(JsonWriter& json) : json_(json) {}

    /// `{`, the members, why some are null, `}`.
    template <class T, class... Context> void object(const T& value, const Context&... context) {
        json_.begin_object();
        fields(*this, const_cast<T&>(value), context...); // only a loader changes it
        if (!absent_.empty()) {
            json_.key("absent").begin_object();
            for (const auto& [key, why] : absent_) json_.member(key, why);
            json_.end_object();
        }
        json_.end_object();
    }

    template <class T, class... Context>
    JsonSaver& operator()(std::string_view key, const T& value, const Context&... context) {
        json_.key(key);
        put(value, context...);
        return *this;
    }

    /// null in place of T(); then `absent` has the reason, where there is one.
    template <class T>
    void or_null(std::string_view key, const T& value, std::string_view why = {}) {
        bool absent = value == T();
        if constexpr (std::is_same_v<T, std::optional<double>>) {
            absent = absent || !std::isfinite(*value);
        }
        json_.key(key);
        if (!absent) return put(value);
        json_.null();
        explain(key, why);
    }

    /// The same with 0 in place of null, as the original script has it.
    void or_zero(std::string_view key, std::optional<std::int64_t> count,
                 std::string_view why = {}) {
        json_.member(key, count.value_or(0));
        if (!count) explain(key, why);
    }

    /// Left out where there is none.
    template <class T> void if_present(std::string_view key, const std::optional<T>& value) {
        if (value) (*this)(key, *value);
    }

    /// Left out where it is empty.
    template <class T> void if_any(std::string_view key, const std::vector<T>& values) {
        if (!values.empty()) (*this)(key, values);
    }

    /// What follows from other members: it is not read back.
    template <class T> void derived(std::string_view key, const T& value) { (*this)(key, value); }

    /// A suite's numbers, as members between those two.
    void facts(std::string_view, const Facts& numbers, std::string_view) {
        for (const auto& [key, number] : numbers) json_.member(key, number);
    }

    /// The server's own spelling.
    void raw(std::string_view key, const ServerTimings& timings, std::string_view why) {
        json_.key(key).raw(timings.raw.empty() ? "null" : without_line_breaks(timings.raw));
        if (timings.raw.empty()) explain(key, why);
    }

private:
    void explain(std::string_view key, std::string_view why) {
        if (!why.empty()) absent_.emplace_back(key, why);
    }

    template <class T, class... Context> void put(const T& value, const Context&... context) {
        if constexpr (on_one_line<T>) {
            std::string line;
            JsonWriter json(line);
            JsonSaver(json).object(value, context...);
            json_.raw(line);
        } else {
            JsonSaver(json_).object(value, context...);
        }
    }

    template <class T>
        requires(std::is_arithmetic_v<T> || std::is_convertible_v<const T&, std::string_view>)
    void put(const T& value) {
        json_.value(value);
    }

    template <class T>
        requires std::is_enum_v<T>
    void put(const T& value) {
        json_.value(to_string(value));
    }

    void put(const Duration& value) { json_.value(to_seconds(value)); }
    void put(const Failure& value) { json_.value(value.message()); }

    void put(const TokenLogprob& value) {
        const auto& [token, logprob, text] = value;
        json_.begin_array().value(token).value(logprob).value(text).end_array();
    }

    template <class T, class... Context>
    void put(const std::optional<T>& value, const Context&... context) {
        if (value) {
            put(*value, context...);
        } else {
            json_.null();
        }
    }

    template <class T, class... Context>
    void put(const std::vector<T>& values, const Context&... context) {
        json_.begin_array();
        for (const auto& value : values) put(value, context...);
        json_.end_array();
    }

    JsonWriter& json_;
    std::vector<std::pair<std::string_view, std::string_view>> absent_;
};

/// `value` as a JSON object, indented by so many spaces a level; 0: on one line.
template <class T, class... Context>
std::string json_text(int indent, const T& value, const Context&... context) {
    std::string text;
    JsonWriter json(text, indent);
    JsonSaver(json).object(value, context...);
    return text;
}

} // namespace moebench::detail
