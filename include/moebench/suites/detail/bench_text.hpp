// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench::detail {

/// The text that the prompts of `bench` are cut from: prose and source code in turn, written for
/// moebench. The text decides which experts are used, so random tokens would measure something
/// else.
std::string_view bench_text();

/// The first `words` words of `text`, with the spaces and line breaks between them. The text is
/// repeated if it is too short. Empty when `text` has no words.
std::string first_words(std::string_view text, std::int64_t words);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/suites/detail/bench_text.ipp>
#endif
