// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/memory_need.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/detail/read_file.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

namespace moebench::detail {

/// "CPU", "CPU_Mapped", "CPU_REPACK", "CUDA_Host": main memory.
inline bool is_main_memory(std::string_view buffer_type) {
    return buffer_type.starts_with("CPU") || buffer_type.ends_with("_Host");
}

/// What the servers need together, in MiB.
class MemoryNeed {
public:
    void add(const ServerFacts& server) {
        const auto& placement = server.placement;
        for (const auto* buffers :
             {&placement.model_buffers, &placement.kv_buffers, &placement.compute_buffers}) {
            for (const auto& [type, mib] : *buffers) add(type, mib, server);
        }
        for (const auto& line : placement.devices) read_device(line);
    }

    double main_memory() const {
        double sum = main_;
        for (const auto& [file, mib] : mapped_) sum += mib;
        return sum;
    }

    /// Needed and free, by name of the device.
    const std::map<std::string, std::pair<double, double>>& devices() const { return devices_; }

private:
    void add(const std::string& type, double mib, const ServerFacts& server) {
        if (type.ends_with("_Mapped")) {
            auto& known = mapped_[server.model_path.value_or("")];
            known = std::max(known, mib);
        } else if (is_main_memory(type)) {
            main_ += mib;
        } else {
            devices_[type].first += mib;
        }
    }

    /// "CUDA0 : NVIDIA H200 (143771 MiB, 143000 MiB free)"
    void read_device(std::string_view line) {
        const auto name = line.substr(0, line.find(' '));
        const auto comma = line.rfind(", ");
        if (comma == line.npos) return;
        const double free = std::strtod(std::string(line.substr(comma + 2)).c_str(), nullptr);
        auto& known = devices_[std::string(name)].second;
        known = known == 0 ? free : std::min(known, free);
    }

    double main_ = 0;
    std::map<std::string, double> mapped_;
    std::map<std::string, std::pair<double, double>> devices_;
};

MOEBENCH_DECL std::optional<double> available_memory_mib() {
    const std::string text = read_file("/proc/meminfo").value_or("");
    const auto at = text.find("MemAvailable:");
    if (at == text.npos) return std::nullopt;
    return std::strtod(text.c_str() + at + std::string_view("MemAvailable:").size(), nullptr) /
           1024;
}

MOEBENCH_DECL std::string memory_shortage(std::span<const BootRecord> boots,
                                          std::optional<double> available_mib) {
    MemoryNeed need;
    for (const auto& boot : boots) need.add(boot.info.server);
    const auto shortage = [](const std::string& where, double needed, double free) {
        return where + ": the servers need " + number_text(needed) + " MiB together, " +
               number_text(free) + " MiB are free";
    };
    for (const auto& [name, sizes] : need.devices()) {
        const auto [needed, free] = sizes;
        if (free > 0 && needed > free) return shortage(name, needed, free);
    }
    if (available_mib && need.main_memory() > *available_mib) {
        return shortage("main memory", need.main_memory(), *available_mib);
    }
    return {};
}

} // namespace moebench::detail
