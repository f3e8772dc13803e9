// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/boot_value.hpp>
#include <moebench/compare/disturbance.hpp>
#include <moebench/stats/detail/least_squares.hpp>
#include <moebench/stats/detail/outliers.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>

namespace moebench {

namespace detail {

/// Of each kind: the probability of finding one or more where there is none.
inline constexpr double disturbance_level = 0.02;

/// `number` as one of `count` columns; the first has none, because it follows from the others.
inline void add_indicator(std::size_t number, std::size_t count, std::vector<double>& row) {
    for (std::size_t i = 1; i < count; ++i) row.push_back(i == number ? 1 : 0);
}

/// By arm without the baseline: boots after it against boots after the baseline.
inline std::vector<TestedEffect> carry_over(const ComparisonPlan& plan, const Metric& metric,
                                            std::span<const BootMeasurement> boots) {
    const std::size_t arms = plan.arms.size();
    const auto index_of = [&](const BootMeasurement& boot) {
        return static_cast<std::size_t>(std::ranges::find(plan.arms, boot.arm) - plan.arms.begin());
    };
    std::map<int, std::size_t> places;
    std::vector<std::vector<double>> rows;
    std::vector<double> logs;
    for (std::size_t i = 0; i < boots.size(); ++i) {
        const std::size_t place = places[boots[i].block]++;
        const auto value = log_boot_value(boots[i], metric);
        if (i == 0 || !value) continue;
        const double time = static_cast<double>(i) / static_cast<double>(boots.size()) - 0.5;
        auto& row = rows.emplace_back(std::vector{1.0, time});
        add_indicator(index_of(boots[i]), arms, row);
        add_indicator(place, arms, row);
        add_indicator(index_of(boots[i - 1]), arms, row);
        logs.push_back(*value);
    }
    auto effects = least_squares(rows, logs);
    if (!effects) return {};
    effects->erase(effects->begin(), effects->end() - static_cast<std::ptrdiff_t>(arms - 1));
    return std::move(*effects);
}

/// By how much the first pass of a boot is above the median of its later passes; a mean over the
/// prompts. Absent for boots of one pass.
inline std::optional<double> first_pass_excess(const BootMeasurement& boot, const Metric& metric) {
    double sum = 0;
    int prompts = 0;
    for (const auto& prompt : boot.prompts) {
        const auto values = prompt.values.find(metric.name);
        if (values == prompt.values.end() || values->second.size() < 2) continue;
        const auto& passes = values->second;
        const double excess =
            std::log(passes.front()) - std::log(*median({passes.begin() + 1, passes.end()}));
        if (!std::isfinite(excess)) return std::nullopt;
        sum += excess;
        ++prompts;
    }
    if (prompts == 0) return std::nullopt;
    return sum / prompts;
}

inline std::vector<double> first_pass_excesses(const std::string& arm, const Metric& metric,
                                               std::span<const BootMeasurement> boots) {
    std::vector<double> excesses;
    for (const auto& boot : boots) {
        const auto excess = boot.arm == arm ? first_pass_excess(boot, metric) : std::nullopt;
        if (excess) excesses.push_back(*excess);
    }
    return excesses;
}

inline Disturbance disturbance(DisturbanceKind kind, const std::string& arm, const Metric& metric,
                               const TestedEffect& effect) {
    return {.kind = kind,
            .arm = arm,
            .metric = metric,
            .log_ratio = effect.size,
            .standard_error = effect.standard_error,
            .p_value = effect.p_value};
}

} // namespace detail

MOEBENCH_DECL std::vector<Disturbance> find_disturbances(const ComparisonPlan& plan,
                                                         std::span<const BootMeasurement> boots) {
    if (!check(plan)) return {};
    std::vector<Disturbance> tested;
    for (const auto& metric : plan.metrics) {
        const auto carried = detail::carry_over(plan, metric, boots);
        const auto baseline = detail::first_pass_excesses(plan.arms.front(), metric, boots);
        for (std::size_t arm = 1; arm < plan.arms.size(); ++arm) {
            const auto& name = plan.arms[arm];
            if (!carried.empty()) {
                tested.push_back(detail::disturbance(DisturbanceKind::carry_over, name, metric,
                                                     carried[arm - 1]));
            }
            const auto first =
                detail::welch(detail::first_pass_excesses(name, metric, boots), baseline);
            if (first) {
                tested.push_back(
                    detail::disturbance(DisturbanceKind::first_pass, name, metric, *first));
            }
        }
    }
    const auto tests = static_cast<double>(plan.metrics.size() * (plan.arms.size() - 1));
    for (auto& each : tested) {
        each.found = each.p_value * tests <= detail::disturbance_level &&
                     std::fabs(each.log_ratio) >= noise_band(plan.noise_threshold) / 2;
    }
    return tested;
}

} // namespace moebench
