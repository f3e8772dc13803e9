// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/server/detail/check_server.hpp>
#include <moebench/server/detail/host_facts.hpp>
#include <moebench/server/detail/server_files.hpp>
#include <moebench/server/detail/server_log.hpp>
#include <moebench/server/scenario_facts.hpp>

#include <filesystem>
#include <system_error>

namespace moebench {

MOEBENCH_DECL RunInfo run_info(const Scenario& scenario, const std::optional<ServerProps>& props,
                               const std::optional<ServerProbe>& probe,
                               const std::optional<ServerCommand>& command,
                               std::optional<Duration> load_time) {
    const auto& server = scenario.server;
    const bool attached = !scenario.url.empty();
    RunInfo info;
    info.repo = attached ? scenario.url : detail::asked_model(server);
    info.mode = to_string(attached ? OffloadMode::none : server.mode);
    info.profile = to_string(server.profile);
    info.command_line = scenario.command_line;
    info.ctx_size = detail::asked_context(server);
    info.cache_prompt = scenario.run.cache_prompt;

    ServerFacts& facts = info.server;
    if (props) {
        facts.build_info = props->build_info;
        facts.n_ctx = props->n_ctx;
        if (attached) info.ctx_size = props->n_ctx.value_or(0);
        facts.total_slots = props->total_slots;
        facts.model_path = props->model_path;
        facts.simulated = props->simulated;
    }
    if (probe && !probe->version.empty()) facts.version = probe->version;
    if (load_time) facts.load_s = to_seconds(*load_time);
    if (command) {
        info.server_cmd = redacted_argv(command->argv);
        facts.replaced_flags = command->replaced_flags;
        read_model_identity(facts, facts.model_path.value_or(""));
        const auto log = detail::read_file(scenario.log_file);
        facts.placement = detail::parse_server_log(log.value_or(""));
        info.host = detail::read_host_facts(command->environment);
    } else {
        info.host = detail::read_host_facts({});
    }
    return info;
}

MOEBENCH_DECL void read_model_identity(ServerFacts& facts, const std::string& path) {
    detail::FileHashes hashes;
    std::error_code unreadable;
    if (!detail::is_regular_file(path)) return;
    const auto size = std::filesystem::file_size(path, unreadable);
    if (unreadable) return;
    facts.model_bytes = static_cast<std::int64_t>(size);
    facts.model_head_sha256 = hashes.sha256(path, ServerFile::head_bytes);
}

} // namespace moebench
