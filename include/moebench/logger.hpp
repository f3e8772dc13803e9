// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>
#include <utility>

namespace moebench {

/// How important a line is. debug: for finding faults; info: what is going on; warning: what a
/// reader of the results should know.
enum class LogLevel { debug, info, warning };

/// Receives messages about events, never results. Default-constructed, it discards them. The
/// function is called on the thread that runs the task.
class Logger {
public:
    /// Receives one line, without a line break; `text` is valid only during the call.
    using Function = std::function<void(LogLevel, std::string_view)>;

    Logger() = default;
    /// An empty function discards all lines.
    explicit Logger(Function function) : function_(std::move(function)) {}

    /// Logs a line at LogLevel::debug.
    void debug(std::string_view text) const { write(LogLevel::debug, text); }
    /// Logs a line at LogLevel::info.
    void info(std::string_view text) const { write(LogLevel::info, text); }
    /// Logs a line at LogLevel::warning.
    void warning(std::string_view text) const { write(LogLevel::warning, text); }

private:
    void write(LogLevel level, std::string_view text) const {
        if (function_) function_(level, text);
    }

    Function function_;
};

} // namespace moebench
