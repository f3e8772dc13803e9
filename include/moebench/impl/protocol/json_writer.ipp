// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/utf8.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace moebench {

namespace detail {

inline void append_escaped(std::string& out, char32_t point) {
    switch (point) {
    case U'"': out += "\\\""; return;
    case U'\\': out += "\\\\"; return;
    case U'\n': out += "\\n"; return;
    case U'\r': out += "\\r"; return;
    case U'\t': out += "\\t"; return;
    default: break;
    }
    if (point >= 0x20) {
        append_utf8(out, point);
        return;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[point >> 4U];
    out += digits[point & 0xFU];
}

inline void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) append_escaped(out, next_code_point(text, at));
    out += '"';
}

inline void append_number(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    std::array<char, 400> buffer; // 1e308 in plain decimal has 309 digits
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                            std::chars_format::fixed);
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    out += text;
    if (text.find('.') == std::string_view::npos) out += ".0";
}

} // namespace detail

MOEBENCH_DECL std::string json_quoted(std::string_view text) {
    std::string out;
    detail::append_quoted(out, text);
    return out;
}

MOEBENCH_DECL std::string json_number(double number) {
    std::string out;
    detail::append_number(out, number);
    return out;
}

MOEBENCH_DECL JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    detail::append_quoted(out_, name);
    out_ += ": ";
    after_key_ = true;
    return *this;
}

MOEBENCH_DECL JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    detail::append_quoted(out_, text);
    return *this;
}

MOEBENCH_DECL JsonWriter& JsonWriter::value(double number) {
    separate();
    detail::append_number(out_, number);
    return *this;
}

MOEBENCH_DECL JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

MOEBENCH_DECL JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    ++depth_;
    first_ = true;
    return *this;
}

MOEBENCH_DECL JsonWriter& JsonWriter::close(char bracket) {
    --depth_;
    if (!first_) line_break();
    out_ += bracket;
    first_ = false;
    return *this;
}

/// Writes what comes between the last token and the next one.
MOEBENCH_DECL void JsonWriter::separate() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (!first_) out_ += indent_ > 0 ? "," : ", ";
    if (depth_ > 0) line_break();
    first_ = false;
}

MOEBENCH_DECL void JsonWriter::line_break() {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_) * static_cast<std::size_t>(depth_), ' ');
}

} // namespace moebench
