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

/// Writes JSON text. Keys stay in the given order. Numbers are plain decimals (60.0, never 6E1),
/// the shortest that read back as the same. NaN and infinity become null, bytes that are not UTF-8
/// become U+FFFD.
class JsonWriter {
public:
    /// Appends to `out`, which outlives the writer. `indent`: spaces per level; 0: all on one line.
    explicit JsonWriter(std::string& out, int indent = 0) : out_(out), indent_(indent) {}

    /// Begins an object. All these functions return the writer, for the next call.
    JsonWriter& begin_object() { return open('{'); }
    /// Ends the object that was begun last.
    JsonWriter& end_object() { return close('}'); }
    /// Begins an array; its elements come next.
    JsonWriter& begin_array() { return open('['); }
    /// Ends the array that was begun last.
    JsonWriter& end_array() { return close(']'); }
    /// Writes a key; its value comes next.
    JsonWriter& key(std::string_view name);

    /// Writes a quoted string.
    JsonWriter& value(std::string_view text);
    /// The same; without it a literal would become a bool.
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    /// Writes a number as json_number() does.
    JsonWriter& value(double number);
    /// Writes `true` or `false`.
    JsonWriter& value(bool flag) { return raw(flag ? "true" : "false"); }
    /// Writes a whole number.
    template <std::integral T> JsonWriter& value(T number) { return raw(std::to_string(number)); }
    /// Writes `null`.
    JsonWriter& null() { return raw("null"); }

    /// Writes the value, or `null` if there is none.
    template <class T> JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }

    /// Writes an array of quoted strings.
    JsonWriter& value(const std::vector<std::string>& texts) {
        begin_array();
        for (const auto& text : texts) value(text);
        return end_array();
    }

    /// Writes JSON text unchanged.
    JsonWriter& raw(std::string_view json);

    /// Writes a key and its value.
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

/// The shortest plain decimal that reads back as `number`, with a decimal point: "60.0". "null" for
/// NaN and infinity.
std::string json_number(double number);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/json_writer.ipp>
#endif
