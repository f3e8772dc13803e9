// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <map>
#include <string>
#include <vector>

namespace moebench {

/// The values of one prompt on one boot. A failed pass, or one without a value, is left out; so is
/// a metric without any values.
struct PromptMeasurement {
    /// Its name, the same on all boots.
    std::string prompt{};
    /// By name of the metric: one value per pass, in the metric's unit.
    std::map<std::string, std::vector<double>> values{};
};

/// The measured values of one server boot.
struct BootMeasurement {
    /// One of ComparisonPlan::arms.
    std::string arm{};
    /// The block of the boot, from 0. A boot is only compared with boots of its own block.
    int block = 0;
    /// In the order in which they were sent.
    std::vector<PromptMeasurement> prompts{};
};

/// Which direction is better: higher for rates, lower for times.
enum class Better { higher, lower };

/// One thing to compare: a metric over all prompts that have it, or on one of them.
struct Metric {
    /// "decode_tokens_per_s": a key of PromptMeasurement::values.
    std::string name{};
    /// Decides between Verdict::faster and Verdict::slower.
    Better better = Better::higher;
    /// Empty: the geometric mean over all prompts that have the metric.
    std::string prompt{};
};

/// The part of a sample that a comparison keeps.
RequestRecord request_record(const Sample& sample);

/// The values of a boot by prompt, for compare_boots(): prefill_tokens_per_s, decode_tokens_per_s,
/// ttft_s, latency_s. A request that measures only prefill has no decode rate; one that measures
/// only decode has neither prefill rate nor TTFT.
BootMeasurement measurement(const BootRecord& boot);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/boot_measurement.ipp>
#endif
