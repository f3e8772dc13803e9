// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace moebench {

/// Which suite, and the sizes of those that are calibrated. Token counts are of the server's
/// tokenizer.
struct SuiteSpec {
    /// base, multi, long, medium-turns; ignored when `file` is set.
    std::string name = "multi";
    /// A JSON or JSON-lines file of prompts. Empty: the built-in suite `name`.
    std::string file;
    std::int64_t long_prompt_tokens = 8192;
    std::int64_t medium_turn_tokens = 5000;
    std::int64_t medium_target_tokens = 60000;
    std::int64_t medium_max_turns = 20;
    /// Assistant turns of `medium-turns` are canned text, the same for every build.
    bool fixed_replies = false;

    SuiteSpec() = default;
};

} // namespace moebench
