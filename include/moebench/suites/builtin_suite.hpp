// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/scenario.hpp>
#include <moebench/model/suite_spec.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moebench {

/// What is true of a built-in suite whatever its sizes. Decisions look here, never at a name: a
/// file or a suite of the caller's may be called the same.
struct BuiltinSuiteTraits {
    /// Which one.
    BuiltinSuite suite;
    /// As results and command lines spell it.
    std::string_view name;
    /// One conversation: each prompt continues the one before, on the server's prompt cache.
    bool grows = false;
    /// Each request is a row with a prompt size and a reply length of its own.
    bool rows = false;
};

/// Every built-in suite. A new one has an enumerator, a line here, and a class in suites/; the
/// compiler names the places that have to know it.
inline constexpr std::array builtin_suites = {
    BuiltinSuiteTraits{.suite = BuiltinSuite::bench, .name = "bench", .rows = true},
    BuiltinSuiteTraits{.suite = BuiltinSuite::base, .name = "base"},
    BuiltinSuiteTraits{.suite = BuiltinSuite::multi, .name = "multi"},
    BuiltinSuiteTraits{.suite = BuiltinSuite::long_prompt, .name = "long"},
    BuiltinSuiteTraits{.suite = BuiltinSuite::medium_turns, .name = "medium-turns", .grows = true},
};

/// Its line in the list.
constexpr const BuiltinSuiteTraits& traits_of(BuiltinSuite suite) noexcept {
    return builtin_suites[static_cast<std::size_t>(suite)];
}

/// The built-in suite that the spec means; nothing for a file, or a suite of the caller's.
std::optional<BuiltinSuite> builtin_of(const SuiteSpec& spec);

/// BuiltinSuiteTraits::grows of the spec's suite; false where it is not built in, as in has_rows().
bool grows(const SuiteSpec& spec);

/// BuiltinSuiteTraits::rows of the spec's suite.
bool has_rows(const SuiteSpec& spec);

/// What results call the suite: a built-in one's name, or the stem of its file.
std::string suite_name(const SuiteSpec& spec);

/// The sizes that decide the work of the suite, in one line; empty where it has none.
std::string sizes_text(const SuiteSpec& spec);

/// About the tokens of the suite's largest prompt, with the replies of `max_tokens` that stand
/// before it. Absent: not known before the server has tokenized it.
std::optional<std::int64_t> largest_prompt(const SuiteSpec& spec, std::int64_t max_tokens);

/// The scenario with everything that follows from its parts: a suite that grows uses the prompt
/// cache, the server allows what the requests ask for, and requests name the server's alias.
Scenario resolved(Scenario scenario);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/suites/builtin_suite.ipp>
#endif
