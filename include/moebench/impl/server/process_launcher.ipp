// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/process_launcher.hpp>

#include <cstring>

namespace moebench {

MOEBENCH_DECL std::string ExitStatus::describe() const {
    if (exit_code < 0) return "ended, but other code of this program took its exit status";
    if (signal == 0) return "exited with code " + std::to_string(exit_code);
    return "was killed by signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
}

} // namespace moebench
