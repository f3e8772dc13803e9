// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/boot_marks.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/detail/read_file.hpp>
#include <moebench/stats/detail/outliers.hpp>
#include <moebench/stats/linear_trend.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace moebench::detail {

using Rate = std::optional<double> RequestRecord::*;

/// Marks a rate that rises or falls over the passes. All prompts together, each relative to its own
/// mean.
inline void add_trend(const BootRecord& boot, Rate rate, const char* name,
                      std::vector<BootMark>& marks) {
    std::map<std::string, std::vector<double>> logs;
    for (const auto& request : boot.requests) {
        const auto& value = request.*rate;
        if (request.ok() && value && *value > 0) logs[request.prompt].push_back(std::log(*value));
    }
    std::vector<double> pass, height;
    double passes = 0;
    for (const auto& [prompt, values] : logs) {
        double mean = 0;
        for (const double value : values) mean += value / static_cast<double>(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            pass.push_back(static_cast<double>(i));
            height.push_back(values[i] - mean);
        }
        passes = std::max(passes, static_cast<double>(values.size()));
    }
    // Two tests per boot: one in a hundred steady boots gets a mark by chance. A change below twice
    // the default noise threshold is not worth a mark.
    constexpr double rare = 0.005, worth_telling = 0.02;
    const auto trend = passes < 3 ? std::nullopt : linear_trend(pass, height);
    if (!trend || trend->p_value > rare) return;
    const double change = std::expm1(trend->slope * (passes - 1));
    if (std::fabs(change) < worth_telling) return;
    marks.push_back({change > 0 ? "warming_up" : "slowing",
                     std::string(name) + (change > 0 ? " rose by " : " fell by ") +
                         size_text(std::fabs(change)) + " from the first pass to the last"});
}

/// Whether the reply is long enough that an event which arrives late does not matter.
inline bool clocks_can_be_compared(const RequestRecord& request) {
    constexpr std::int64_t enough_tokens = 16;
    constexpr double enough_s = 0.1;
    const auto tokens = request.predicted_n.value_or(0);
    return request.ok() && request.client_decode_tokens_per_s && request.decode_tokens_per_s &&
           tokens >= enough_tokens &&
           static_cast<double>(tokens - 1) / *request.decode_tokens_per_s >= enough_s;
}

/// Compares the server's clock with ours, over the same tokens.
inline void add_disagreement(const BootRecord& boot, std::vector<BootMark>& marks) {
    constexpr double allowed = 0.05;
    std::vector<double> ratios;
    for (const auto& request : boot.requests) {
        if (!clocks_can_be_compared(request)) continue;
        ratios.push_back(*request.client_decode_tokens_per_s / *request.decode_tokens_per_s);
    }
    const auto typical = median(ratios);
    if (!typical || std::fabs(*typical - 1) <= allowed) return;
    marks.push_back({"timings_disagree", "decode is " + size_text(std::fabs(*typical - 1)) +
                                             (*typical > 1 ? " faster" : " slower") +
                                             " on our clock than on the server's"});
}

/// Marks unexpected numbers of cached tokens. The tokens of the chat template may always be cached.
inline void add_cache_violation(const BootRecord& boot, std::vector<BootMark>& marks) {
    constexpr std::int64_t template_tokens = 64;
    int violations = 0;
    std::string first;
    for (const auto& request : boot.requests) {
        if (!request.ok() || !request.cache_n || !request.expected_cache_n) continue;
        const auto allowed = std::max(template_tokens, *request.expected_cache_n / 50);
        if (std::llabs(*request.cache_n - *request.expected_cache_n) <= allowed) continue;
        if (++violations > 1) continue;
        first = request.prompt + " found " + std::to_string(*request.cache_n) +
                " tokens in the cache, " + std::to_string(*request.expected_cache_n) +
                " were expected";
    }
    if (violations == 0) return;
    if (violations > 1) first += "; " + std::to_string(violations) + " requests in all";
    marks.push_back({"cache_violation", first});
}

inline void add_machine(const MachineReading& before, const MachineReading& after,
                        std::vector<BootMark>& marks) {
    constexpr double allowed = 0.1; // clock rates always vary a little
    if (before.cpu_mhz && after.cpu_mhz && *after.cpu_mhz < *before.cpu_mhz * (1 - allowed)) {
        marks.push_back({"clock_drop", "the CPU's clock fell from " +
                                           std::to_string(std::lround(*before.cpu_mhz)) + " to " +
                                           std::to_string(std::lround(*after.cpu_mhz)) + " MHz"});
    }
    if (after.swapped_kib.value_or(0) > before.swapped_kib.value_or(0)) {
        marks.push_back({"spilled", std::to_string(*after.swapped_kib / 1024) +
                                        " MiB of the server's memory are swapped out"});
    }
}

MOEBENCH_DECL MachineReading read_machine(int pid) {
    MachineReading reading;
    double sum = 0;
    int cpus = 0;
    for (;; ++cpus) {
        const auto text = read_file("/sys/devices/system/cpu/cpu" + std::to_string(cpus) +
                                    "/cpufreq/scaling_cur_freq");
        if (!text) break;
        sum += std::strtod(text->c_str(), nullptr) / 1000; // kHz
    }
    if (cpus > 0) reading.cpu_mhz = sum / cpus;
    const auto status = read_file("/proc/" + std::to_string(pid) + "/status");
    constexpr std::string_view name = "VmSwap:";
    const auto at = status ? status->find(name) : std::string::npos;
    if (at != std::string::npos) {
        reading.swapped_kib = std::strtoll(status->c_str() + at + name.size(), nullptr, 10);
    }
    return reading;
}

MOEBENCH_DECL std::vector<BootMark> find_marks(const BootRecord& boot, const MachineReading& before,
                                               const MachineReading& after) {
    std::vector<BootMark> marks;
    add_trend(boot, &RequestRecord::prefill_tokens_per_s, "prefill", marks);
    add_trend(boot, &RequestRecord::decode_tokens_per_s, "decode", marks);
    add_disagreement(boot, marks);
    add_cache_violation(boot, marks);
    add_machine(before, after, marks);
    return marks;
}

} // namespace moebench::detail
