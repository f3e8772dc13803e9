// SPDX-License-Identifier: MIT
#pragma once

#include "gate.hpp"

#include <moebench/model/scenario.hpp>
#include <moebench/store/run_result.hpp>

#include <optional>
#include <string>

namespace moebench::cli {

/// A condition of `run --fail-if`: `decode<30`, `ttft.p95>2s`, `tg128<95%`.
struct RunGate {
    enum class Statistic { usual, mean, p50, p90, p95, p99 };
    enum class Unit { none, own, percent };

    /// As typed.
    std::string text;
    /// One of tested_metric_names. Empty: what the row measures.
    std::string metric;
    /// Empty: all requests; in `bench`, every row that measures the metric.
    std::string row;
    /// usual: the mean of a speed, the median of a time.
    Statistic statistic = Statistic::usual;
    Relation relation = Relation::less;
    /// In tokens/s or seconds; 0.95 for 95%.
    double limit = 0;
    Unit unit = Unit::none;
};

/// Errors: Errc::invalid_option, with the expected form.
Result<RunGate> parse_run_gate(const std::string& text);

/// Whether the run will have the figure. `against`: the result that percentages refer to.
/// Errors: Errc::invalid_option, with what to write instead.
Result<void> check_run_gate(const RunGate& gate, const Scenario& scenario,
                            const RunResult* against);

/// Why `theirs` is no yardstick for this run: unfinished, other work, another model.
/// `scenario.suite` was read.
Result<void> check_against(const Scenario& scenario, const RunResult& theirs);

struct RunGateOutcome {
    /// True if the condition is true, or if the run does not have the figure.
    bool failed = true;
    std::string text;
};

RunGateOutcome judge(const RunGate& gate, const SuiteSpec& suite, const RunReport& report,
                     const RunResult* against);

} // namespace moebench::cli
