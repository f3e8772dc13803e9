// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/server_facts.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace moebench::detail {

/// Reads placement and resolved settings from a llama-server's log (level 4). Lines are recognized
/// by their end, because prefixes and function names differ between versions. With `--fit` a model
/// is loaded more than once; the last figures count. A log of another shape leaves facts absent.
PlacementFacts parse_server_log(std::string_view log);

/// The last `lines` lines of a log, without empty lines at its end.
std::string log_tail(std::string_view log, std::size_t lines);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/detail/server_log.ipp>
#endif
