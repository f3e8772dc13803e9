// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::detail {

// The prompts of the original script. They are benchmark data: they must stay the same byte for
// byte, so that results stay comparable.

/// System message of `base`, `multi` and `long`.
inline constexpr std::string_view concise_engineer =
    "You are a concise senior systems engineer. Answer directly.";

/// System message of `medium-turns`.
inline constexpr std::string_view remembering_engineer =
    "You are a concise senior systems engineer. Answer directly and remember the accumulated "
    "trace.";

/// The one user message of `base`.
std::vector<std::string> base_prompts();
/// The four user messages of `multi`.
std::vector<std::string> multi_prompts();

/// User message of `long` with `blocks` trace lines.
std::string render_long_prompt(std::int64_t blocks);

/// User message number `turn` (from 1) of `medium-turns` with `blocks` trace lines.
std::string render_medium_turn(std::int64_t turn, std::int64_t blocks);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/suites/detail/prompt_texts.ipp>
#endif
