// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/error.hpp>

#include <concepts>
#include <span>

namespace moebench {

/// Stores each boot of a comparison when it has ended. `begin` is called once, with the boots of
/// earlier sessions.
template <class J>
concept ComparisonJournal =
    requires(J& journal, const ExperimentFacts& experiment, const AnswerScript& script,
             const BootRecord& boot, std::span<const BootRecord> earlier) {
        { journal.begin(experiment, script, earlier) } -> std::same_as<Result<void>>;
        { journal.script(script) } -> std::same_as<Result<void>>;
        { journal.boot(boot) } -> std::same_as<Result<void>>;
    };

/// For programs that only need the result.
struct NoJournal {
    /// Keeps nothing.
    Result<void> begin(const ExperimentFacts&, const AnswerScript&, std::span<const BootRecord>) {
        return {};
    }
    /// Keeps nothing.
    Result<void> script(const AnswerScript&) { return {}; }
    /// Keeps nothing.
    Result<void> boot(const BootRecord&) { return {}; }
};
static_assert(ComparisonJournal<NoJournal>);

} // namespace moebench
