// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/run_report.hpp>
#include <moebench/model/scenario.hpp>
#include <moebench/protocol/props_codec.hpp>
#include <moebench/server/server_command.hpp>
#include <moebench/server/server_probe.hpp>

#include <optional>
#include <string>

namespace moebench {

/// What is known about a run before its first request, except its suite and what the running
/// process shows. `props` is absent if the server has none; the others are absent for a server that
/// was not started here.
RunInfo run_info(const Scenario& scenario, const std::optional<ServerProps>& props,
                 const std::optional<ServerProbe>& probe,
                 const std::optional<ServerCommand>& command, std::optional<Duration> load_time);

/// Sets `model_bytes` and `model_head_sha256` from the file, if it can be read.
void read_model_identity(ServerFacts& facts, const std::string& path);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/scenario_facts.ipp>
#endif
