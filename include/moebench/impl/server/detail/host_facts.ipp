// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/server/detail/host_facts.hpp>
#include <moebench/server/server_command.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <sys/utsname.h>
#include <unistd.h>

namespace moebench::detail {

/// A small file's text without the line break at its end.
inline std::optional<std::string> read_line(const std::string& path) {
    auto text = read_file(path);
    if (!text) return std::nullopt;
    while (!text->empty() && text->back() == '\n') text->pop_back();
    return text;
}

/// The value of a line "name   : value"; nothing for another name.
inline std::optional<std::string> value_of(std::string_view line, std::string_view name) {
    const auto colon = line.find(':');
    if (!line.starts_with(name) || colon == std::string_view::npos) return std::nullopt;
    if (line.find_last_not_of(" \t", colon - 1) != name.size() - 1) return std::nullopt;
    const auto begin = line.find_first_not_of(" \t", colon + 1);
    return std::string(begin == std::string_view::npos ? "" : line.substr(begin));
}

inline void read_cpu(HostFacts& facts) {
    std::istringstream lines(read_file("/proc/cpuinfo").value_or(""));
    std::set<std::pair<std::string, std::string>> cores; // (socket, core)
    std::string socket;
    std::int64_t threads = 0;
    for (std::string line; std::getline(lines, line);) {
        if (value_of(line, "processor")) ++threads;
        if (auto model = value_of(line, "model name")) facts.cpu_model = std::move(model);
        if (auto id = value_of(line, "physical id")) socket = std::move(*id);
        if (auto id = value_of(line, "core id")) cores.emplace(socket, std::move(*id));
    }
    if (threads > 0) facts.cpu_threads = threads;
    if (!cores.empty()) facts.cpu_cores = static_cast<std::int64_t>(cores.size());
}

inline void read_nvidia_gpus(HostFacts& facts) {
    namespace fs = std::filesystem;
    facts.gpu_driver = read_line("/proc/driver/nvidia/version");
    if (facts.gpu_driver)
        facts.gpu_driver->resize(std::min(facts.gpu_driver->size(), facts.gpu_driver->find('\n')));
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/proc/driver/nvidia/gpus", none)) {
        std::istringstream lines(read_file((entry.path() / "information").string()).value_or(""));
        for (std::string line; std::getline(lines, line);) {
            if (auto model = value_of(line, "Model")) facts.gpus.push_back(std::move(*model));
        }
    }
    std::sort(facts.gpus.begin(), facts.gpus.end());
}

MOEBENCH_DECL HostFacts read_host_facts(std::span<const std::string> server_environment) {
    HostFacts facts;
    read_cpu(facts);
    read_nvidia_gpus(facts);
    facts.governor = read_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    if (pages > 0) facts.memory_bytes = std::int64_t{pages} * ::sysconf(_SC_PAGESIZE);
    ::utsname names{};
    if (::uname(&names) == 0) facts.kernel = std::string(names.sysname) + " " + names.release;
    facts.variables = recorded_variables(server_environment);
    return facts;
}

} // namespace moebench::detail
