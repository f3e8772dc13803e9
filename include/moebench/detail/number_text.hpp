// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace moebench::detail {

inline std::string fixed_text(double value, int decimals) {
    if (std::isnan(value)) return "no number";
    char text[352]; // the largest double in plain decimal, with room to spare
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals).ptr;
    const std::string_view digits(text, static_cast<std::size_t>(end - text));
    const bool zero = digits.find_first_of("123456789i") == std::string_view::npos;
    return std::string(zero && digits.starts_with('-') ? digits.substr(1) : digits);
}

/// Three or four significant digits: "5312", "812.4", "0.31", "3e-06", "0".
inline std::string number_text(double value) {
    const double size = std::fabs(value);
    if (size == 0) return "0";
    if (size < 1e-3 || size >= 1e7) {
        char text[32];
        const auto end =
            std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, 1).ptr;
        std::string shown(text, end);
        if (const auto zero = shown.find(".0e"); zero != std::string::npos) shown.erase(zero, 2);
        return shown;
    }
    return fixed_text(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

/// A size as a percentage: 0.0042 is "0.42 %".
inline std::string size_text(double size) {
    const double percent = std::fabs(100 * size);
    return fixed_text(100 * size, percent >= 100 ? 0 : percent >= 0.95 ? 1 : 2) + " %";
}

/// A change as a percentage with its sign: 0.021 is "+2.1 %".
inline std::string percent_text(double change) {
    return (change > 0 ? "+" : "") + size_text(change);
}

/// "1.021"
inline std::string ratio_text(double ratio) {
    return std::fabs(ratio) < 10 && std::fabs(ratio) >= 0.01 ? fixed_text(ratio, 3)
                                                             : number_text(ratio);
}

/// "1.021 [1.014, 1.028]"
inline std::string interval_text(double ratio, double lo, double hi) {
    return ratio_text(ratio) + " [" + ratio_text(lo) + ", " + ratio_text(hi) + "]";
}

/// At most so many decimals, without zeros at the end: "95", "98.3".
inline std::string short_text(double value, int decimals) {
    std::string text = fixed_text(value, decimals);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

/// A confidence: "95 %", "98.3 %".
inline std::string level_text(double confidence) {
    return short_text(100 * confidence, confidence > 0.999 ? 3 : 1) + " %";
}

/// A share that is "100 %" only if it is all: "99.6 %".
inline std::string share_text(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return "-";
    if (part >= whole) return "100 %";
    const double thousandths =
        std::floor(1000 * static_cast<double>(part) / static_cast<double>(whole));
    return fixed_text(thousandths / 10, 1) + " %";
}

/// "312 ms", "4.21 s"
inline std::string seconds_text(double seconds) {
    return std::fabs(seconds) < 1 ? number_text(1000 * seconds) + " ms"
                                  : number_text(seconds) + " s";
}

/// How long something took: "45 s", "12 min 5 s", "1 h 12 min".
inline std::string span_text(double seconds) {
    if (!(seconds >= 0) || seconds > 1e9) return "-";
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) {
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    }
    return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

/// "1 round", "5 rounds", "3 passes", "2 replies"
inline std::string count_text(std::int64_t number, std::string_view noun) {
    const std::string text = std::to_string(number) + " " + std::string(noun);
    if (number == 1) return text;
    if (noun.ends_with("ly")) return text.substr(0, text.size() - 1) + "ies";
    return text + (noun.ends_with('s') ? "es" : "s");
}

} // namespace moebench::detail
