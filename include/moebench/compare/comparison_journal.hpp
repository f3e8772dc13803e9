// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/error.hpp>

#include <concepts>
#include <span>

namespace moebench {

/// Where a comparison keeps each boot as it ends. `begin` is called once, with the boots of an
/// earlier session.
template <class J>
concept ComparisonJournal =
    requires(J& journal, const ExperimentFacts& experiment, const AnswerScript& script,
             const BootRecord& boot, std::span<const BootRecord> earlier) {
        { journal.begin(experiment, script, earlier) } -> std::same_as<Result<void>>;
        { journal.script(script) } -> std::same_as<Result<void>>;
        { journal.boot(boot) } -> std::same_as<Result<void>>;
    };

/// For programs that use the result only.
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
