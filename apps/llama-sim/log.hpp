// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace llama_sim {

/// llama-server's log: `M.SS.mmm.uuu L text` on stderr, one write per line.
class Log {
public:
    explicit Log(int verbosity) : verbosity_(verbosity) {}

    void error(const std::string& text) const { line(1, 'E', text); }
    void warning(const std::string& text) const { line(2, 'W', text); }
    void info(const std::string& text) const { line(3, 'I', text); }
    /// A message of llama.cpp itself: marked I, but only shown from verbosity 4 on.
    void trace(const std::string& text) const { line(4, 'I', text); }

private:
    void line(int level, char letter, const std::string& text) const;

    int verbosity_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// printf to a string.
[[gnu::format(printf, 1, 2)]] std::string format(const char* pattern, ...);

} // namespace llama_sim
