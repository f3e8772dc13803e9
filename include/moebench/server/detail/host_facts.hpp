// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/server_facts.hpp>

#include <span>
#include <string>

namespace moebench::detail {

/// Reads facts about this machine from Linux, and the variables of `server_environment` that affect
/// how a server computes. Blocks for a few small reads.
HostFacts read_host_facts(std::span<const std::string> server_environment);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/detail/host_facts.ipp>
#endif
