// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/progress.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace moebench::cli {

/// "measuring multi  [#####.....]  0:30 of 1:00, 12 requests, 1 failed", at most `columns` long.
std::string render_bar(const Progress& progress, std::string_view subject, TimePoint now,
                       std::size_t columns);

/// The same text without the bar.
std::string render_line(const Progress& progress, std::string_view subject, TimePoint now);

enum class ProgressStyle {
    silent,
    /// A line at each new stage and every ten seconds.
    lines,
    /// A line every ten seconds only.
    sparse_lines,
    /// One line that is redrawn.
    bar,
};

/// Shows the progress of a run.
class ProgressDisplay {
public:
    using Writer = std::function<void(std::string_view)>;

    /// `subject`: the suite's name. `columns`: width of the terminal.
    ProgressDisplay(ProgressStyle style, std::string subject, std::size_t columns, Writer write);

    /// Stores the progress. Style `lines`: prints a line if the stage is new.
    void update(const Progress& progress, TimePoint now);

    /// Draws the bar or the ten-second line. Call it a few times per second.
    void tick(TimePoint now);

    /// Prints a line in any style; removes the bar first.
    void message(std::string_view line);

    /// Removes the bar at the end.
    void finish();

private:
    void draw(TimePoint now);
    void clear();

    ProgressStyle style_;
    std::string subject_;
    std::size_t columns_;
    Writer write_;
    std::optional<Progress> progress_;
    TimePoint last_line_{};
    bool bar_shown_ = false;
};

} // namespace moebench::cli
