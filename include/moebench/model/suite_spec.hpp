// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// The built-in suites; suites/builtin_suite.hpp lists their names and traits.
enum class BuiltinSuite { bench, base, multi, long_prompt, medium_turns };

/// Which suite to run, and its sizes. Tokens are counted with the server's tokenizer.
struct SuiteSpec {
    /// Absent: the caller's own suite. See builtin_of().
    std::optional<BuiltinSuite> builtin = BuiltinSuite::bench;
    /// A JSON or JSON-lines file of prompts, instead of a built-in suite. Empty: none.
    std::string file;
    /// `long`: minimum size of its prompt, in tokens.
    std::int64_t long_prompt_tokens = 8192;
    /// `medium-turns`: minimum size of the text that each turn adds, in tokens.
    std::int64_t medium_turn_tokens = 5000;
    /// `medium-turns`: the chat ends when a prompt has this many tokens.
    std::int64_t medium_target_tokens = 60000;
    /// `medium-turns`: the chat also ends after this many turns.
    std::int64_t medium_max_turns = 20;
    /// `medium-turns`: assistant turns are fixed text, the same for every build.
    bool fixed_replies = false;

    /// `bench`: sizes of the prompts whose prefill is measured, in tokens.
    std::vector<std::int64_t> pp = {512, 4096};
    /// `bench`: lengths of the replies whose decode is measured, in tokens.
    std::vector<std::int64_t> tg = {128};
    /// `bench`: sizes of the chat before them, in tokens. Zero: no chat.
    std::vector<std::int64_t> depth = {0, 16384};
    /// File from which the prompts of `bench` are cut. Empty: built-in prose and program text.
    std::string text_file;

    /// What `file` or `text_file` holds, once read_input() has read it. Later changes of the file
    /// change nothing then.
    std::optional<std::string> input;

    SuiteSpec() = default;
};

} // namespace moebench
