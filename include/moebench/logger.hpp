// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>
#include <utility>

namespace moebench {

enum class LogLevel { debug, info, warning };

/// Where the library tells what happens (never results). Default-constructed it discards; copies
/// are cheap enough for events, and the function is called on the thread that runs the task.
class Logger {
public:
    using Function = std::function<void(LogLevel, std::string_view)>;

    Logger() = default;
    explicit Logger(Function function) : function_(std::move(function)) {}

    void debug(std::string_view text) const { write(LogLevel::debug, text); }
    void info(std::string_view text) const { write(LogLevel::info, text); }
    void warning(std::string_view text) const { write(LogLevel::warning, text); }

private:
    void write(LogLevel level, std::string_view text) const {
        if (function_) function_(level, text);
    }

    Function function_;
};

} // namespace moebench
