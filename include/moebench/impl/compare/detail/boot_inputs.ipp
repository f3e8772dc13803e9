// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/boot_inputs.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>

namespace moebench::detail {

/// "2026-11-26 17:51:23.000000001 UTC"
inline std::string time_text(std::int64_t nanoseconds) {
    constexpr std::int64_t second = 1'000'000'000;
    const std::time_t seconds = nanoseconds / second;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char date[32], fraction[32];
    std::strftime(date, sizeof date, "%Y-%m-%d %H:%M:%S", &parts);
    std::snprintf(fraction, sizeof fraction, ".%09lld UTC",
                  static_cast<long long>(nanoseconds % second));
    return std::string(date) + fraction;
}

/// Empty: unknown.
inline std::string hash_text(const std::string& sha256) {
    return sha256.empty() ? "" : "SHA-256 " + sha256.substr(0, 16);
}

/// The hash of a whole file says it all.
inline std::string file_text(const ServerFile& file) {
    const auto hash = hash_text(file.sha256);
    if (file.bytes <= ServerFile::whole_bytes || hash.empty()) return hash;
    return std::to_string(file.bytes) + " bytes, written " + time_text(file.modified_ns) +
           ", inode " + std::to_string(file.inode) + ", its first MiB " + hash;
}

/// What has to be the same on every boot of an arm, by name; an empty value is unknown.
using Inputs = std::map<std::string, std::string>;

/// Of `boot`, what is known of `other` too.
inline Inputs inputs_of(const BootRecord& boot, const BootRecord& other) {
    const auto& server = boot.info.server;
    const bool shows_program = server.binary_sha256 && other.info.server.binary_sha256;
    const bool shows_model = server.model_path && other.info.server.model_path;
    Inputs inputs;
    if (boot.info.suite_sha256) inputs["suite's file"] = hash_text(*boot.info.suite_sha256);
    if (shows_program) {
        inputs["binary"] = hash_text(*server.binary_sha256);
        for (const auto& [name, sha256] : server.libraries) {
            inputs["library " + name] = hash_text(sha256);
        }
    }
    for (const auto& file : server.files) {
        if (file.name == "start script" && !shows_program) continue;
        if (file.name == "model" && !shows_model) continue;
        const auto name = file.path.substr(file.path.find_last_of('/') + 1);
        inputs["file " + name + " (" + file.name + ")"] = file_text(file);
    }
    return inputs;
}

/// Both sides of an A/A are the baseline.
inline std::string arm_of(const ComparisonResult& result, const BootRecord& boot) {
    return boot.purpose == BootPurpose::aa ? result.experiment.arms.front() : boot.arm;
}

inline const BootRecord* first_boot_like(const ComparisonResult& earlier, const BootRecord& boot) {
    const auto arm = arm_of(earlier, boot);
    const auto first = std::ranges::find_if(earlier.boots, [&](const BootRecord& other) {
        return arm_of(earlier, other) == arm && !other.info.server_cmd.empty();
    });
    return first == earlier.boots.end() ? nullptr : &*first;
}

MOEBENCH_DECL std::string changed_input(const ComparisonResult& earlier, const BootRecord& boot) {
    const auto* first = first_boot_like(earlier, boot);
    if (first == nullptr || boot.info.server_cmd.empty()) return {};
    const auto then = inputs_of(*first, boot), now = inputs_of(boot, *first);
    const auto value = [](const Inputs& inputs, const std::string& name) {
        const auto found = inputs.find(name);
        return found == inputs.end() ? "none" : found->second;
    };
    auto all = then;
    all.insert(now.begin(), now.end());
    for (const auto& [name, either] : all) {
        const auto before = value(then, name), after = value(now, name);
        if (before == after || before.empty() || after.empty()) continue;
        return "the " + name + " changed: " + before + " on its first boot, " + after + " now";
    }
    return {};
}

} // namespace moebench::detail
