// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_plan.hpp>
#include <moebench/duration.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace moebench::detail {

inline bool is_done(std::span<const BootRecord> boots, const PlannedBoot& planned) {
    // An older moebench may have had another order: in a block an arm is booted once, at any place.
    const bool any_place = planned.purpose != BootPurpose::preliminary;
    return std::any_of(boots.begin(), boots.end(), [&](const BootRecord& boot) {
        return boot.purpose == planned.purpose && boot.block == planned.block &&
               (any_place || boot.place == planned.place) && boot.arm == planned.name;
    });
}

/// How many boots a block of this purpose has.
inline std::size_t boots_of_block(BootPurpose purpose, const Experiment& experiment) {
    return purpose == BootPurpose::aa ? std::size(aa_arms) : experiment.arms.size();
}

/// How many boots from `next` on live at once: one, or those of the block.
inline std::size_t boots_at_once(const Experiment& experiment, const std::vector<PlannedBoot>& plan,
                                 std::size_t next) {
    if (!experiment.interleave || plan[next].purpose == BootPurpose::preliminary) return 1;
    return boots_of_block(plan[next].purpose, experiment);
}

/// Forgets blocks without all their boots: their servers did not live at once.
inline void drop_incomplete_blocks(std::vector<BootRecord>& boots, const Experiment& experiment) {
    std::map<std::pair<BootPurpose, int>, std::size_t> found;
    for (const auto& boot : boots) ++found[{boot.purpose, boot.block}];
    std::erase_if(boots, [&](const BootRecord& boot) {
        return boot.purpose != BootPurpose::preliminary &&
               found[{boot.purpose, boot.block}] != boots_of_block(boot.purpose, experiment);
    });
}

/// When the last boot ended, in seconds from the start of the comparison.
inline double time_so_far(std::span<const BootRecord> boots) {
    double latest = 0;
    for (const auto& boot : boots) latest = std::max(latest, boot.started_s + boot.took_s);
    return latest;
}

/// Expected duration of one measured boot and its cooldown: the mean of those so far; before there
/// is one, that of the preliminary boots without their answer pass and with as many passes over the
/// suite as a measured boot. Zero: not known.
inline double boot_s(std::span<const BootRecord> boots, const Experiment& experiment) {
    double measured = 0, preliminary = 0;
    int measured_count = 0, preliminary_count = 0;
    for (const auto& boot : boots) {
        if (boot.purpose != BootPurpose::preliminary) {
            const auto at_once =
                experiment.interleave ? boots_of_block(boot.purpose, experiment) : 1;
            measured += boot.took_s / static_cast<double>(at_once);
            ++measured_count;
            continue;
        }
        double pass = 0;
        for (const auto& request : boot.requests) pass += request.latency_s;
        const auto more = experiment.scenario.run.repetitions.value_or(1) - 1;
        preliminary += boot.took_s - boot.answers_s + pass * static_cast<double>(more);
        ++preliminary_count;
    }
    const double cooldown = to_seconds(experiment.cooldown);
    if (measured_count > 0) return measured / measured_count + cooldown;
    return preliminary_count > 0 ? preliminary / preliminary_count + cooldown : 0;
}

inline double block_s(std::span<const BootRecord> boots, const Experiment& experiment) {
    return boot_s(boots, experiment) * static_cast<double>(experiment.arms.size());
}

/// Expected time from boot `next` to the end of the plan. Absent: not known.
inline std::optional<Duration> remaining(std::span<const BootRecord> boots,
                                         const Experiment& experiment,
                                         const std::vector<PlannedBoot>& plan, std::size_t next) {
    const double each = boot_s(boots, experiment);
    if (!(each > 0)) return std::nullopt;
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(each * static_cast<double>(plan.size() - next)));
}

} // namespace moebench::detail
