// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/model/scenario.hpp>
#include <moebench/model/suite_spec.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// What is true of a built-in suite for all sizes. Decisions use these traits, never a name: a
/// suite file or a suite of the caller may have the same name.
struct BuiltinSuiteTraits {
    /// The suite's enumerator.
    BuiltinSuite suite;
    /// Its name in results and on the command line.
    std::string_view name;
    /// One conversation: each prompt continues the previous one and uses the server's prompt cache.
    /// The class of such a suite is a SinglePassSuite.
    bool grows = false;
    /// Each request is a row with its own prompt size and reply length.
    bool rows = false;
};

/// All built-in suites, in the order of their enumerators. A new suite needs an enumerator, a line
/// here, a class in suites/, and its words and flags in apps/moebench: run_flags.cpp, plan_text.cpp
/// and manual/topics.cpp. The compiler reports each switch that must handle it.
inline constexpr std::array builtin_suites = {
    BuiltinSuiteTraits{.suite = BuiltinSuite::bench, .name = "bench", .rows = true},
    BuiltinSuiteTraits{.suite = BuiltinSuite::base, .name = "base"},
    BuiltinSuiteTraits{.suite = BuiltinSuite::multi, .name = "multi"},
    BuiltinSuiteTraits{.suite = BuiltinSuite::long_prompt, .name = "long"},
    BuiltinSuiteTraits{.suite = BuiltinSuite::medium_turns, .name = "medium-turns", .grows = true},
};

/// The entry of a suite in builtin_suites.
constexpr const BuiltinSuiteTraits& traits_of(BuiltinSuite suite) noexcept {
    return builtin_suites[static_cast<std::size_t>(suite)];
}

/// The built-in suite that the spec selects; absent for a suite file or a suite of the caller.
std::optional<BuiltinSuite> builtin_of(const SuiteSpec& spec);

/// BuiltinSuiteTraits::grows of the spec's suite; false when it is not built in.
bool grows(const SuiteSpec& spec);

/// BuiltinSuiteTraits::rows of the spec's suite; false when it is not built in.
bool has_rows(const SuiteSpec& spec);

/// The name of a row of `bench`: "pp512", "tg128 @ d16384".
std::string row_name(Measures measures, std::int64_t size, std::int64_t depth = 0);

/// The names of the suite's rows, in their order; empty when it has none.
std::vector<std::string> row_names(const SuiteSpec& spec);

/// Those names, or the ones in a suite file, once read_input() has read it. Errors: those of a file
/// that is no suite.
Result<std::vector<std::string>> request_names(const SuiteSpec& spec);

/// The suite's name in results: of a built-in suite its name, of a suite file its stem.
std::string suite_name(const SuiteSpec& spec);

/// The sizes that decide how much work the suite does, in one line; empty when it has none.
std::string sizes_text(const SuiteSpec& spec);

/// The file that the suite is made from: its prompts, or the text of `bench`. Empty: none.
std::string input_file(const SuiteSpec& spec);

/// Reads that file into `spec.input`, unless it was read before. Errors: the system's, with the
/// file's name.
Result<void> read_input(SuiteSpec& spec);

/// SHA-256 of `spec.input`, hexadecimal; absent if nothing was read.
std::optional<std::string> input_sha256(const SuiteSpec& spec);

/// Approximate size of the suite's largest prompt in tokens, including earlier replies of
/// `max_tokens` each. Absent when the suite is not built in: its prompts are not tokenized yet.
std::optional<std::int64_t> largest_prompt(const SuiteSpec& spec, std::int64_t max_tokens);

/// The scenario with the settings that follow from its other settings: a suite that grows uses the
/// prompt cache, the server allows the cache if requests use it, and requests name the server's
/// alias.
Scenario resolved(Scenario scenario);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/suites/builtin_suite.ipp>
#endif
