// SPDX-License-Identifier: MIT
#include "parse_number.hpp"

#include <charconv>
#include <string>
#include <system_error>

namespace moebench::cli {

namespace {

constexpr double longest_s = 1e9; // a Duration holds nine times as much

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

Result<Duration> parse_seconds(std::string_view text, ZeroSeconds zero) {
    double value = 0;
    const bool read = read_all(text, value);
    // Written so that NaN is refused.
    const bool accepted =
        read && value <= longest_s && (zero == ZeroSeconds::accepted ? value >= 0 : value > 0);
    if (!accepted) {
        const std::string least = zero == ZeroSeconds::accepted ? "from 0" : "above 0 and";
        return not_accepted(text, "a number of seconds " + least + " up to 1e9");
    }
    return from_seconds(value);
}

} // namespace moebench::cli
