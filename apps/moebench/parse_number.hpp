// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/error.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace moebench::cli {

/// The whole numbers that a flag accepts, both ends included.
struct WholeRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// Errors: Errc::invalid_option, with the text and what is accepted.
Result<std::int64_t> parse_whole(std::string_view text, WholeRange range);

/// Whole numbers in llama-bench's list syntax: `512,4096`, `16-40`, `16-40+4`, `1-64*2`, and
/// combinations. Errors: as above, also for a range that does not grow or has over 1000 numbers.
Result<std::vector<std::int64_t>> parse_list(std::string_view text, WholeRange range);

enum class ZeroSeconds { accepted, refused };

/// A number of seconds, up to a billion. Errors: as above.
Result<Duration> parse_seconds(std::string_view text, ZeroSeconds zero);

/// A number of seconds above 0, or with a unit: `90s`, `30m`, `7h`. Errors: as above.
Result<Duration> parse_timespan(std::string_view text);

/// A percentage up to 100%, with its sign, such as `1%`: 0.01. Errors: as above.
Result<double> parse_share(std::string_view text);

} // namespace moebench::cli
