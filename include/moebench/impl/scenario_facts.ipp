// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/detail/sha256.hpp>
#include <moebench/host_facts.hpp>
#include <moebench/protocol/server_log.hpp>
#include <moebench/scenario_facts.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace moebench {

namespace detail {

inline std::optional<std::string> sha256_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    Sha256 hash;
    std::array<char, 65536> buffer;
    while (file.read(buffer.data(), buffer.size()), file.gcount() > 0) {
        hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(file.gcount())));
    }
    return hash.hex();
}

inline std::string suite_name(const SuiteSpec& suite) {
    return suite.file.empty() ? suite.name : std::filesystem::path(suite.file).stem().string();
}

} // namespace detail

MOEBENCH_DECL Scenario completed(Scenario scenario) {
    auto& server = scenario.server;
    auto& run = scenario.run;
    const auto& suite = scenario.suite;
    const bool grows = suite.file.empty() && suite.name == "medium-turns";
    const bool has_depth = suite.file.empty() && suite.name == "bench" &&
                           std::any_of(suite.depth.begin(), suite.depth.end(),
                                       [](std::int64_t depth) { return depth > 0; });
    server.reuses_prefix = grows || has_depth;
    run.cache_prompt = run.cache_prompt || grows;
    server.cache_prompt = server.cache_prompt || run.cache_prompt;
    if (scenario.url.empty() && run.model.empty()) run.model = server.alias;
    return scenario;
}

MOEBENCH_DECL RunInfo run_info(const Scenario& scenario, const std::optional<ServerProps>& props,
                               const std::optional<ServerProbe>& probe,
                               const std::optional<ServerCommand>& command,
                               std::optional<Duration> load_time) {
    const auto& server = scenario.server;
    const bool attached = !scenario.url.empty();
    RunInfo info;
    info.suite = detail::suite_name(scenario.suite);
    info.repo = attached ? scenario.url : !server.model.empty() ? server.model : server.repo;
    info.mode = to_string(attached ? OffloadMode::none : server.mode);
    info.profile = to_string(server.profile);
    info.ctx_size = server.ctx_size;
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
        facts.binary_sha256 = detail::sha256_of_file(server.binary);
        const auto log = detail::read_file(scenario.log_file);
        facts.placement = parse_server_log(log.value_or(""));
        info.host = read_host_facts(command->environment);
    } else {
        info.host = read_host_facts({});
    }
    return info;
}

} // namespace moebench
