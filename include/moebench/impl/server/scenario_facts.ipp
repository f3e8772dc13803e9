// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/detail/sha256.hpp>
#include <moebench/server/detail/host_facts.hpp>
#include <moebench/server/detail/server_log.hpp>
#include <moebench/server/scenario_facts.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

namespace moebench {

namespace detail {

/// SHA-256 of the first `most` bytes, hexadecimal; nothing if the file cannot be opened.
inline std::optional<std::string>
sha256_of_file(const std::string& path,
               std::streamsize most = std::numeric_limits<std::streamsize>::max()) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    Sha256 hash;
    std::array<char, 65536> buffer;
    while (most > 0) {
        file.read(buffer.data(), std::min<std::streamsize>(most, buffer.size()));
        if (file.gcount() == 0) break;
        hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(file.gcount())));
        most -= file.gcount();
    }
    return hash.hex();
}

} // namespace detail

MOEBENCH_DECL RunInfo run_info(const Scenario& scenario, const std::optional<ServerProps>& props,
                               const std::optional<ServerProbe>& probe,
                               const std::optional<ServerCommand>& command,
                               std::optional<Duration> load_time) {
    const auto& server = scenario.server;
    const bool attached = !scenario.url.empty();
    RunInfo info;
    info.repo = attached ? scenario.url : !server.model.empty() ? server.model : server.repo;
    info.mode = to_string(attached ? OffloadMode::none : server.mode);
    info.profile = to_string(server.profile);
    info.command_line = scenario.command_line;
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
    constexpr std::streamsize head = 1 << 20;
    std::error_code unreadable;
    if (!detail::is_regular_file(path)) return;
    const auto size = std::filesystem::file_size(path, unreadable);
    if (unreadable) return;
    facts.model_bytes = static_cast<std::int64_t>(size);
    facts.model_head_sha256 = detail::sha256_of_file(path, head);
}

MOEBENCH_DECL std::vector<std::pair<std::string, std::string>>
libraries_beside(const std::string& binary) {
    namespace fs = std::filesystem;
    std::vector<std::pair<std::string, std::string>> libraries;
    std::error_code none;
    const auto folder = fs::weakly_canonical(binary, none).parent_path();
    for (const auto& entry : fs::directory_iterator(folder, none)) {
        const auto name = entry.path().filename().string();
        if (name.find(".so") == std::string::npos || entry.is_symlink(none)) continue;
        if (auto hash = detail::sha256_of_file(entry.path().string())) {
            libraries.emplace_back(name, std::move(*hash));
        }
    }
    std::sort(libraries.begin(), libraries.end());
    return libraries;
}

} // namespace moebench
