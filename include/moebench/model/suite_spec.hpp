// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace moebench {

/// Which suite, and the sizes of those that are calibrated. Token counts are of the server's
/// tokenizer.
struct SuiteSpec {
    /// bench, base, multi, long, medium-turns; ignored when `file` is set.
    std::string name = "bench";
    /// A JSON or JSON-lines file of prompts. Empty: the built-in suite `name`.
    std::string file;
    std::int64_t long_prompt_tokens = 8192;
    std::int64_t medium_turn_tokens = 5000;
    std::int64_t medium_target_tokens = 60000;
    std::int64_t medium_max_turns = 20;
    /// Assistant turns of `medium-turns` are canned text, the same for every build.
    bool fixed_replies = false;

    /// `bench`: prompt sizes, reply lengths, and sizes of what stands before them, in tokens.
    std::vector<std::int64_t> pp = {512, 4096};
    std::vector<std::int64_t> tg = {128};
    std::vector<std::int64_t> depth = {0, 16384};
    /// File that the prompts of `bench` are cut from. Empty: our own prose and program text.
    std::string text_file;

    SuiteSpec() = default;
};

} // namespace moebench
