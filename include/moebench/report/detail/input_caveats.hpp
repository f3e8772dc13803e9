// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/report/detail/merged_lines.hpp>
#include <moebench/report/detail/setup_text.hpp>

#include <algorithm>
#include <string>
#include <string_view>

// What a reader has to know of the programs and files that were compared.
namespace moebench::detail {

/// Arms with another binary that turned out to be the baseline's program, as with two copies, or an
/// LD_LIBRARY_PATH that all arms share.
inline Lines same_program_lines(const ComparisonResult& result) {
    Lines lines;
    const auto* baseline = example_boot(result, baseline_of(result));
    for (const auto& arm : result.arms) {
        const auto* boot = example_boot(result, arm.arm);
        const bool known = baseline && boot && boot->info.server.binary_sha256 &&
                           !boot->info.server_cmd.empty() && !baseline->info.server_cmd.empty();
        if (!known) continue;
        const auto& ours = boot->info;
        const auto& theirs = baseline->info;
        const auto is_script = [](const ServerFile& file) { return file.name == "start script"; };
        const bool same = ours.server_cmd.front() != theirs.server_cmd.front() &&
                          ours.server.binary_sha256 == theirs.server.binary_sha256 &&
                          ours.server.libraries == theirs.server.libraries &&
                          std::ranges::none_of(ours.server.files, is_script);
        if (!same) continue;
        lines.push_back(arm.arm +
                        ": another binary was asked for, but the program and the "
                        "libraries that ran are those of " +
                        baseline_of(result));
    }
    return lines;
}

/// "unknown in the log", for each place where something was looked for.
inline std::string unknown_text(std::string_view missing_from) {
    if (missing_from == "/proc") return "unknown, because the running process cannot be read";
    if (missing_from == "log") return "unknown, because the log has another shape";
    return "unknown, because the server does not tell it in " + std::string(missing_from);
}

/// What is not compared, because it is unknown for the arm or for the baseline.
inline Lines unknown_lines(const ComparisonResult& result) {
    MergedLines lines;
    for (const auto& each : result.differences) {
        if (each.missing_from.empty()) continue;
        const bool places = each.missing_from == "log" &&
                            std::ranges::any_of(result.differences, [&](const Difference& other) {
                                return other.arm == each.arm && other.what == "weights" &&
                                       !other.missing_from.empty();
                            });
        lines.add(each.arm + (places ? ", placement unknown" : ""), each.what,
                  ": " + unknown_text(each.missing_from));
    }
    return lines.take();
}

} // namespace moebench::detail
