// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>
#include <utility>

namespace moebench {

/// How much a line matters. debug: for who looks for a fault; info: what is going on; warning: what
/// a reader of the figures should know.
enum class LogLevel { debug, info, warning };

/// Where the library tells what happens (never results). Default-constructed it discards; copies
/// are cheap enough for events, and the function is called on the thread that runs the task.
class Logger {
public:
    /// Gets each line without a line break; `text` is valid during the call only.
    using Function = std::function<void(LogLevel, std::string_view)>;

    Logger() = default;
    /// An empty function discards, too.
    explicit Logger(Function function) : function_(std::move(function)) {}

    /// Tells a line at LogLevel::debug.
    void debug(std::string_view text) const { write(LogLevel::debug, text); }
    /// Tells a line at LogLevel::info.
    void info(std::string_view text) const { write(LogLevel::info, text); }
    /// Tells a line at LogLevel::warning.
    void warning(std::string_view text) const { write(LogLevel::warning, text); }

private:
    void write(LogLevel level, std::string_view text) const {
        if (function_) function_(level, text);
    }

    Function function_;
};

} // namespace moebench
