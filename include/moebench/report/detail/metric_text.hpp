// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

// A metric, its values and its verdict in words.
namespace moebench::detail {

/// Times are better when they go down.
inline bool is_time(const Metric& metric) { return metric.better == Better::lower; }

/// "decode", "TTFT"
inline std::string metric_word(const Metric& metric) {
    if (metric.name == "ttft_s") return "TTFT";
    std::string_view name = metric.name;
    for (const std::string_view unit : {"_tokens_per_s", "_s"}) {
        if (name.ends_with(unit)) return std::string(name.substr(0, name.size() - unit.size()));
    }
    return std::string(name);
}

/// "decode"; of a single prompt "pp512 prefill".
inline std::string metric_label(const Metric& metric) {
    return (metric.prompt.empty() ? "" : metric.prompt + " ") + metric_word(metric);
}

/// "830.1 tok/s", "312 ms", or "-"
inline std::string quantity_text(const Metric& metric, std::optional<double> value) {
    if (!value) return "-";
    if (metric.name.ends_with("_tokens_per_s")) return number_text(*value) + " tok/s";
    return metric.name.ends_with("_s") ? seconds_text(*value) : number_text(*value);
}

/// How much faster the arm is than the baseline: above 1 is faster, of a time too. Readers see no
/// other ratio.
inline std::optional<RatioInterval> speedup(const MetricComparison& metric) {
    if (!metric.interval || !is_time(metric.metric)) return metric.interval;
    const auto& [ratio, lo, hi, level] = *metric.interval;
    return RatioInterval{1 / ratio, 1 / hi, 1 / lo, level};
}

/// The same of a logarithm.
inline double speed_log(const Metric& metric, double log_ratio) {
    return is_time(metric) ? -log_ratio : log_ratio;
}

/// As to_string(), but readers know blocks as rounds.
inline std::string conclusion_text(ArmConclusion conclusion) {
    const bool too_few = conclusion == ArmConclusion::too_few_blocks;
    return too_few ? "too few rounds" : std::string(to_string(conclusion));
}

/// What speed_change() is about: "decode", "TTFT speed".
inline std::string speed_word(const Metric& metric) {
    return metric_word(metric) + (is_time(metric) ? " speed" : "");
}

/// "-2.0 %": minus is slower, of a time too. Of the logarithm of a ratio of the metric.
inline std::string speed_change(const Metric& metric, double log_ratio) {
    return percent_text(std::expm1(speed_log(metric, log_ratio)));
}

/// "faster"; "confounded" where an arm's metrics have no verdict of their own.
inline std::string verdict_text(const ComparisonResult& result, const MetricComparison& metric) {
    if (const auto obstacle = verdict_obstacle(result, metric.arm)) {
        return conclusion_text(*obstacle);
    }
    const bool too_few = metric.verdict == Verdict::too_few_blocks;
    return too_few ? "too few rounds" : std::string(to_string(metric.verdict));
}

} // namespace moebench::detail
