// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// The suites that moebench has; suites/builtin_suite.hpp lists their names and traits.
enum class BuiltinSuite { bench, base, multi, long_prompt, medium_turns };

/// Which suite, and the sizes of those that are calibrated. Token counts are of the server's
/// tokenizer.
struct SuiteSpec {
    /// Absent: a suite of the caller's. See builtin_of().
    std::optional<BuiltinSuite> builtin = BuiltinSuite::bench;
    /// A JSON or JSON-lines file of prompts, in place of a built-in suite. Empty: none.
    std::string file;
    /// `long`: least size of its prompt.
    std::int64_t long_prompt_tokens = 8192;
    /// `medium-turns`: least size of the text that each turn adds.
    std::int64_t medium_turn_tokens = 5000;
    /// `medium-turns`: the chat ends once a prompt has so many.
    std::int64_t medium_target_tokens = 60000;
    /// `medium-turns`: or after so many turns.
    std::int64_t medium_max_turns = 20;
    /// Assistant turns of `medium-turns` are canned text, the same for every build.
    bool fixed_replies = false;

    /// `bench`: sizes of the prompts whose prefill is measured.
    std::vector<std::int64_t> pp = {512, 4096};
    /// `bench`: lengths of the replies whose decode is measured.
    std::vector<std::int64_t> tg = {128};
    /// `bench`: sizes of the chat that stands before them. Zero: nothing does.
    std::vector<std::int64_t> depth = {0, 16384};
    /// File that the prompts of `bench` are cut from. Empty: our own prose and program text.
    std::string text_file;

    SuiteSpec() = default;
};

} // namespace moebench
