// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <map>
#include <string>
#include <vector>

namespace moebench {

/// One prompt of one boot: under each metric's name its values, one a repetition, in the metric's
/// unit. A repetition that failed, or that has no such value, is left out; a metric without any
/// is not there.
struct PromptMeasurement {
    /// Its name, the same on every boot.
    std::string prompt{};
    /// By metric: one a repetition.
    std::map<std::string, std::vector<double>> values{};
};

/// What one server boot measured; prompts in the order in which they were asked.
struct BootMeasurement {
    /// As ComparisonPlan::arms names it.
    std::string arm{};
    /// Which block the boot belongs to, from 0. A boot is compared with its own block's only.
    int block = 0;
    /// In the order in which they were asked.
    std::vector<PromptMeasurement> prompts{};
};

/// Which direction is better: rates up, times down.
enum class Better { higher, lower };

/// A question of the comparison: one metric over all prompts that have it, or on one of them.
struct Metric {
    /// "decode_tokens_per_s": a key of PromptMeasurement::values.
    std::string name{};
    /// Decides between Verdict::faster and Verdict::slower.
    Better better = Better::higher;
    /// Empty: the geometric mean over all prompts that have the metric.
    std::string prompt{};
};

/// What a comparison keeps of a sample.
RequestRecord request_record(const Sample& sample);

/// The figures of a boot by prompt, for compare_boots(): prefill_tokens_per_s, decode_tokens_per_s,
/// ttft_s, latency_s. A request that measures prefill has prefill and TTFT, one that measures
/// decode has decode.
BootMeasurement measurement(const BootRecord& boot);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/boot_measurement.ipp>
#endif
