// SPDX-License-Identifier: MIT
#include "parse_number.hpp"

#include <charconv>
#include <string>
#include <system_error>
#include <utility>

namespace moebench::cli {

namespace {

constexpr double longest_s = 1e9; // Duration can hold nine times as much

Failure not_accepted(std::string_view text, const std::string& accepted) {
    return fail(Errc::invalid_option, "'" + std::string(text) + "' is not " + accepted);
}

template <class T> bool read_all(std::string_view text, T& value) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end;
}

} // namespace

Result<std::int64_t> parse_whole(std::string_view text, WholeRange range) {
    std::int64_t value = 0;
    if (!read_all(text, value) || value < range.least || value > range.most) {
        return not_accepted(text, "a whole number from " + std::to_string(range.least) + " to " +
                                      std::to_string(range.most));
    }
    return value;
}

namespace {

/// `FIRST`, `FIRST-LAST`, `FIRST-LAST+STEP` or `FIRST-LAST*FACTOR`, appended to `numbers`.
Result<void> add_range(std::string_view text, WholeRange range,
                       std::vector<std::int64_t>& numbers) {
    constexpr std::size_t most_numbers = 1000;
    const auto dash = text.find('-');
    const auto sign = text.find_first_of("+*", dash == std::string_view::npos ? 0 : dash);
    auto first = parse_whole(text.substr(0, dash), range);
    if (!first) return first.error();
    numbers.push_back(*first);
    if (dash == std::string_view::npos) return {};
    auto last = parse_whole(text.substr(dash + 1, sign - dash - 1), range);
    if (!last) return last.error();
    const bool multiplies = sign != std::string_view::npos && text[sign] == '*';
    std::int64_t step = 1;
    if (sign != std::string_view::npos) {
        auto parsed = parse_whole(text.substr(sign + 1), {multiplies ? 2 : 1, range.most});
        if (!parsed) return parsed.error();
        step = *parsed;
    }
    if (*last < *first || (multiplies && *first == 0)) {
        return not_accepted(text, "a growing range");
    }
    for (std::int64_t n = *first;;) {
        n = multiplies ? n * step : n + step;
        if (n > *last) return {};
        if (numbers.size() == most_numbers) return not_accepted(text, "a list of at most 1000");
        numbers.push_back(n);
    }
}

} // namespace

Result<std::vector<std::int64_t>> parse_list(std::string_view text, WholeRange range) {
    std::vector<std::int64_t> numbers;
    for (;;) {
        const auto comma = text.find(',');
        if (auto added = add_range(text.substr(0, comma), range, numbers); !added) {
            return added.error();
        }
        if (comma == std::string_view::npos) return numbers;
        text.remove_prefix(comma + 1);
    }
}

Result<Duration> parse_seconds(std::string_view text, ZeroSeconds zero) {
    double value = 0;
    const bool read = read_all(text, value);
    // these comparisons are false for NaN, so it is refused
    const bool accepted =
        read && value <= longest_s && (zero == ZeroSeconds::accepted ? value >= 0 : value > 0);
    if (!accepted) {
        const std::string least = zero == ZeroSeconds::accepted ? "from 0" : "above 0 and";
        return not_accepted(text, "a number of seconds " + least + " up to 1e9");
    }
    return from_seconds(value);
}

Result<Duration> parse_timespan(std::string_view text) {
    double unit = 1;
    std::string_view number = text;
    for (const auto& [letter, seconds] :
         {std::pair('s', 1), std::pair('m', 60), std::pair('h', 3600)}) {
        if (!text.ends_with(letter)) continue;
        unit = seconds;
        number.remove_suffix(1);
    }
    double value = 0;
    if (!read_all(number, value) || !(value > 0) || value * unit > longest_s) {
        return not_accepted(text, "a time above 0, such as 90s, 30m or 7h");
    }
    return from_seconds(value * unit);
}

Result<double> parse_share(std::string_view text) {
    const bool percent = text.ends_with('%');
    double value = 0;
    const bool read = read_all(text.substr(0, text.size() - (percent ? 1 : 0)), value);
    if (!percent || !read || !(value >= 0) || value > 100) {
        return not_accepted(text, "a percentage up to 100%, such as 1% or 0.5%");
    }
    return value / 100;
}

} // namespace moebench::cli
