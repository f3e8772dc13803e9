// SPDX-License-Identifier: MIT
#include "log.hpp"

#include <array>
#include <cstdarg>

#include <unistd.h>

namespace llama_sim {

std::string format(const char* pattern, ...) {
    std::array<char, 1024> text;
    std::va_list arguments;
    va_start(arguments, pattern);
    std::vsnprintf(text.data(), text.size(), pattern, arguments);
    va_end(arguments);
    return text.data();
}

void Log::line(int level, char letter, const std::string& text) const {
    if (level > verbosity_) return;
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now() - began_)
                            .count();
    const auto part = [&](long long unit, long long base) {
        return static_cast<int>(micros / unit % base);
    };
    const std::string out = format("%d.%02d.%03d.%03d %c ", part(60'000'000, 1000),
                                   part(1'000'000, 60), part(1000, 1000), part(1, 1000), letter) +
                            text + "\n";
    // a log that cannot be written is no reason to end
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, out.data(), out.size());
}

} // namespace llama_sim
