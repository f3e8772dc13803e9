// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/run_report.hpp>

#include <string_view>

namespace moebench::cli {

/// What moebench returns to the shell.
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

/// An exit code as the help explains it. Empty: the command does not return it.
struct ExitCodeText {
    ExitCode code;
    std::string_view run, compare;
};

inline constexpr ExitCodeText exit_code_texts[] = {
    {ExitCode::ok, "The run is complete.",
     "No arm is slower by more than the noise threshold, which is shown for every tested metric, "
     "and the answers are identical or close."},
    {ExitCode::failed,
     "The run failed: server, files or calibration. What was measured before is saved.",
     "The comparison or one of its arms failed. Every finished boot is saved."},
    {ExitCode::usage, "An option is invalid or contradicts another. Nothing was started.",
     "An option is invalid or contradicts another. Nothing was started."},
    {ExitCode::failure_budget,
     "More requests failed than --max-failures tolerates, a --fail-if condition is true, or the "
     "run "
     "does not have its figure.",
     "An arm is shown to be slower by more than the noise threshold, or a --fail-if condition is "
     "true."},
    {ExitCode::answers_differ, "",
     "Answers are broken or divergent, or not identical with --require-identical."},
    {ExitCode::no_verdict, "",
     "Neither is shown: too few boots, too much noise, confounded, a --fail-if figure that the "
     "result does not have, or a baseline that differs from itself (A/A)."},
    {ExitCode::interrupted,
     "Interrupted. What was measured before is saved. A second Ctrl-C kills the server at once.",
     "Interrupted. Every finished boot is saved; --resume continues."},
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

/// For a failure before anything was measured. The user can correct an invalid option.
inline ExitCode exit_code(const Failure& failure) noexcept {
    return failure.code == Errc::invalid_option ? ExitCode::usage : ExitCode::failed;
}

} // namespace moebench::cli
