// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench {

/// Prose and program text of our own, in turns: what the prompts of `bench` are cut from. Experts
/// are chosen by the text, so a benchmark on random tokens measures another model.
std::string_view bench_text();

/// The first `words` words of `text`, with the spaces and line breaks between them; the text starts
/// over where it ends. Empty when `text` has no word.
std::string first_words(std::string_view text, std::int64_t words);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/suites/bench_text.ipp>
#endif
