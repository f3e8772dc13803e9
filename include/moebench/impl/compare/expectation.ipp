// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_plan.hpp>
#include <moebench/compare/detail/boot_schedule.hpp>
#include <moebench/compare/expectation.hpp>
#include <moebench/stats/detail/paired_t.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace moebench {

namespace detail {

inline bool same_work(const ExperimentFacts& one, const ExperimentFacts& other) {
    return one.suite == other.suite && one.model == other.model && one.work == other.work &&
           one.repetitions == other.repetitions && one.interleave == other.interleave;
}

/// Mean duration of the preliminary boots; without any, that of a measured one.
inline double preliminary_s(const ComparisonResult& result, double measured_s) {
    double sum = 0, count = 0;
    for (const auto& boot : result.boots) {
        if (boot.purpose != BootPurpose::preliminary) continue;
        sum += boot.took_s;
        ++count;
    }
    return count > 0 ? sum / count : measured_s;
}

/// Half of the 95 % interval of so many blocks. Absent: too few blocks to know their spread.
inline std::optional<double> precision_of(const MetricComparison& metric, int blocks) {
    std::vector<double> ratios;
    for (const auto& block : metric.blocks) ratios.push_back(block.log_ratio);
    auto t = paired_t(ratios);
    if (!t || t->pairs < 3 || blocks < 2) return std::nullopt;
    t->pairs = blocks;
    return std::expm1(t->half_width(0.05));
}

} // namespace detail

MOEBENCH_DECL std::optional<Expectation> expectation_of(const Experiment& experiment,
                                                        const ComparisonResult& earlier) {
    if (!detail::same_work(facts_of(experiment), earlier.experiment)) return std::nullopt;
    const auto measured = std::ranges::count_if(earlier.boots, [](const BootRecord& boot) {
        return boot.purpose != BootPurpose::preliminary;
    });
    if (measured == 0) return std::nullopt;
    const double boot = detail::boot_s(earlier.boots, experiment);
    double seconds = 0;
    for (const auto& planned : planned_boots(experiment)) {
        const bool preliminary = planned.purpose == BootPurpose::preliminary;
        seconds += preliminary ? detail::preliminary_s(earlier, boot) : boot;
    }
    Expectation expectation;
    expectation.time = std::chrono::round<Duration>(std::chrono::duration<double>(seconds));
    for (const auto& metric : earlier.tested.metrics) {
        const bool first_arm = metric.arm == earlier.tested.metrics.front().arm;
        const auto precision = detail::precision_of(metric, experiment.boots.max_boots);
        if (first_arm && precision) {
            expectation.precision.emplace_back(metric.metric.name, *precision);
        }
    }
    return expectation;
}

} // namespace moebench
