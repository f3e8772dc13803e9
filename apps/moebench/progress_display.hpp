// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/progress.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace moebench::cli {

/// "measuring multi  [#####.....]  0:30 of 1:00, 12 requests, 1 failed", cut to `columns`.
std::string render_bar(const Progress& progress, std::string_view subject, TimePoint now,
                       std::size_t columns);

/// The same without a bar.
std::string render_line(const Progress& progress, std::string_view subject, TimePoint now);

enum class ProgressStyle {
    silent,
    /// A line at each change of stage, and every ten seconds.
    lines,
    /// A line every ten seconds.
    sparse_lines,
    /// One line that is drawn again and again.
    bar,
};

/// Shows where a run stands.
class ProgressDisplay {
public:
    using Writer = std::function<void(std::string_view)>;

    /// `subject`: what is measured. `columns`: width of the terminal.
    ProgressDisplay(ProgressStyle style, std::string subject, std::size_t columns, Writer write);

    /// Prints a line, if lines are wanted and the stage is new.
    void update(const Progress& progress, TimePoint now);

    /// Draws a bar, or the line of every ten seconds. To be called a few times a second.
    void tick(TimePoint now);

    /// Prints a line of its own, whatever the style; a bar is taken away for it.
    void message(std::string_view line);

    /// Takes the bar away for good.
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
