// SPDX-License-Identifier: MIT
#include "progress_display.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace moebench::cli {

namespace {

constexpr Duration line_interval = std::chrono::seconds(10);
constexpr std::size_t bar_columns = 20;
constexpr std::string_view clear_line = "\r\x1b[K";

/// The stage in words.
std::string head(Stage stage, std::string_view subject) {
    const std::string suite = subject.empty() ? "" : " " + std::string(subject);
    switch (stage) {
    case Stage::starting: return "starting the server";
    case Stage::loading: return "loading the model";
    case Stage::calibrating: return "calibrating" + suite;
    case Stage::warming_up: return "warming up" + suite;
    case Stage::measuring: return "measuring" + suite;
    case Stage::answering: return "collecting answers";
    case Stage::stopping: break;
    }
    return "stopping the server";
}

/// "1:05", "1:00:05"
std::string clock_text(Duration duration) {
    const auto total = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    const auto padded = [](auto number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    const auto minutes = total / 60;
    if (minutes < 60) return std::to_string(minutes) + ":" + padded(total % 60);
    return std::to_string(minutes / 60) + ":" + padded(minutes % 60) + ":" + padded(total % 60);
}

/// The finished part of the stage, 0 to 1. A timed run can take longer than its time.
std::optional<double> fraction_done(const Progress& progress, Duration elapsed) {
    std::optional<double> fraction;
    if (progress.expected_requests && *progress.expected_requests > 0) {
        fraction = static_cast<double>(progress.requests) /
                   static_cast<double>(*progress.expected_requests);
    }
    if (progress.expected && progress.expected->count() > 0) {
        const double by_time = to_seconds(elapsed) / to_seconds(*progress.expected);
        fraction = std::min(fraction.value_or(1.0), by_time);
    }
    if (!fraction) return std::nullopt;
    return std::clamp(*fraction, 0.0, 1.0);
}

std::string figures(const Progress& progress, Duration elapsed) {
    std::string text = clock_text(elapsed);
    if (progress.expected) text += " of " + clock_text(*progress.expected);
    const bool asks = progress.stage == Stage::warming_up || progress.stage == Stage::measuring ||
                      progress.stage == Stage::answering;
    if (!asks) return text;
    text += ", " + std::to_string(progress.requests);
    if (progress.expected_requests) text += " of " + std::to_string(*progress.expected_requests);
    text += progress.requests == 1 && !progress.expected_requests ? " request" : " requests";
    if (progress.failed > 0) text += ", " + std::to_string(progress.failed) + " failed";
    return text;
}

} // namespace

std::string render_bar(const Progress& progress, std::string_view subject, TimePoint now,
                       std::size_t columns) {
    const Duration elapsed = now - progress.since;
    const auto fraction = fraction_done(progress, elapsed);
    std::string text = head(progress.stage, subject);
    if (fraction) {
        const auto full = static_cast<std::size_t>(*fraction * static_cast<double>(bar_columns));
        text += "  [" + std::string(full, '#') + std::string(bar_columns - full, '.') + "]";
    }
    text += "  " + figures(progress, elapsed);
    return text.substr(0, columns);
}

std::string render_line(const Progress& progress, std::string_view subject, TimePoint now) {
    return head(progress.stage, subject) + ": " + figures(progress, now - progress.since);
}

ProgressDisplay::ProgressDisplay(ProgressStyle style, std::string subject, std::size_t columns,
                                 Writer write)
    : style_(style), subject_(std::move(subject)), columns_(columns), write_(std::move(write)) {}

void ProgressDisplay::update(const Progress& progress, TimePoint now) {
    const bool new_stage = !progress_ || progress_->stage != progress.stage;
    if (!progress_) last_line_ = now; // the first ten-second line comes after ten seconds
    progress_ = progress;
    // a bar is only drawn by tick(), which is called when the terminal can take it
    if (new_stage && style_ == ProgressStyle::lines) draw(now);
}

void ProgressDisplay::tick(TimePoint now) {
    if (!progress_) return;
    if (style_ == ProgressStyle::bar || now - last_line_ >= line_interval) draw(now);
}

void ProgressDisplay::message(std::string_view line) {
    clear();
    write_(std::string(line) + "\n");
}

void ProgressDisplay::finish() {
    clear();
    progress_.reset();
}

void ProgressDisplay::draw(TimePoint now) {
    last_line_ = now;
    if (style_ == ProgressStyle::lines || style_ == ProgressStyle::sparse_lines) {
        write_("moebench: " + render_line(*progress_, subject_, now) + "\n");
    } else if (style_ == ProgressStyle::bar) {
        write_(std::string(clear_line) + render_bar(*progress_, subject_, now, columns_));
        bar_shown_ = true;
    }
}

void ProgressDisplay::clear() {
    if (bar_shown_) write_(clear_line);
    bar_shown_ = false;
}

} // namespace moebench::cli
