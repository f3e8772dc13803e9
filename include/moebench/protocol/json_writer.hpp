// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// Writes JSON text with keys in the order they are given, and numbers in plain decimal: 60.0,
/// never 6E1, the shortest that reads back the same. Bytes that are not UTF-8 become U+FFFD; NaN
/// and infinity null.
class JsonWriter {
public:
    /// Appends to `out`, which outlives the writer. `indent` spaces a level; 0: all on one line.
    explicit JsonWriter(std::string& out, int indent = 0) : out_(out), indent_(indent) {}

    /// `{`. It and all below return the writer, for the next call.
    JsonWriter& begin_object() { return open('{'); }
    /// `}` of the object that was begun last.
    JsonWriter& end_object() { return close('}'); }
    /// `[`.
    JsonWriter& begin_array() { return open('['); }
    /// `]` of the array that was begun last.
    JsonWriter& end_array() { return close(']'); }
    /// The key of the value that comes next, quoted.
    JsonWriter& key(std::string_view name);

    /// A quoted text.
    JsonWriter& value(std::string_view text);
    /// The same: a literal would become a bool.
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    /// As json_number() spells it.
    JsonWriter& value(double number);
    /// `true` or `false`.
    JsonWriter& value(bool flag) { return raw(flag ? "true" : "false"); }
    /// A whole number.
    template <std::integral T> JsonWriter& value(T number) { return raw(std::to_string(number)); }
    /// `null`.
    JsonWriter& null() { return raw("null"); }

    /// The value, or `null` where there is none.
    template <class T> JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }

    /// An array of quoted texts.
    JsonWriter& value(const std::vector<std::string>& texts) {
        begin_array();
        for (const auto& text : texts) value(text);
        return end_array();
    }

    /// JSON text as it is.
    JsonWriter& raw(std::string_view json);

    /// A key and its value.
    template <class T> JsonWriter& member(std::string_view name, const T& content) {
        return key(name).value(content);
    }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();
    void line_break();

    std::string& out_;
    int indent_;
    int depth_ = 0;
    bool first_ = true;
    bool after_key_ = false;
};

/// `text` as a quoted JSON string.
std::string json_quoted(std::string_view text);

/// The shortest plain decimal that reads back as `number`, with a point: "60.0". "null" for NaN and
/// infinity.
std::string json_number(double number);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/json_writer.ipp>
#endif
