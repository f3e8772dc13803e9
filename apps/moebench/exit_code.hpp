// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/run_report.hpp>

namespace moebench::cli {

/// What moebench tells the shell.
enum class ExitCode {
    ok = 0,
    failed = 1,
    usage = 2,
    failure_budget = 3,
    regression = 3,
    answers_differ = 4,
    no_verdict = 5,
    interrupted = 130,
};

constexpr ExitCode exit_code(Outcome outcome) noexcept {
    switch (outcome) {
    case Outcome::completed: return ExitCode::ok;
    case Outcome::too_many_failures: return ExitCode::failure_budget;
    case Outcome::interrupted: return ExitCode::interrupted;
    case Outcome::server_died:
    case Outcome::failed: break;
    }
    return ExitCode::failed;
}

/// Nothing was measured. Options that cannot be meant are the user's to mend.
inline ExitCode exit_code(const Failure& failure) noexcept {
    return failure.code == Errc::invalid_option ? ExitCode::usage : ExitCode::failed;
}

} // namespace moebench::cli
