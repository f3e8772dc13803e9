// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace moebench {

/// What a screen can show.
struct ScreenOptions {
    /// The width of a line, at least 20.
    std::size_t columns = 100;
    /// Verdicts are coloured, with ANSI's escapes.
    bool colours = false;

    ScreenOptions() = default;
};

} // namespace moebench
