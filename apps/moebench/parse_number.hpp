// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/error.hpp>

#include <cstdint>
#include <string_view>

namespace moebench::cli {

/// Whole numbers that a flag accepts, both ends included.
struct WholeRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// Errors: Errc::invalid_option, naming the text and what is accepted.
Result<std::int64_t> parse_whole(std::string_view text, WholeRange range);

enum class ZeroSeconds { accepted, refused };

/// A number of seconds, up to a billion. Errors: as above.
Result<Duration> parse_seconds(std::string_view text, ZeroSeconds zero);

} // namespace moebench::cli
