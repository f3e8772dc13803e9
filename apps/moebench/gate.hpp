// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/error.hpp>
#include <moebench/model/suite_spec.hpp>

#include <optional>
#include <string>

namespace moebench::cli {

/// A condition of --fail-if, such as `decode.ratio.hi<0.97` or `pp512.prefill.ratio<0.9`.
struct Gate {
    enum class Figure { ratio, lo, hi };
    enum class Relation { less, less_equal, greater, greater_equal };

    /// As typed.
    std::string text;
    /// One of tested_metric_names. Empty: any metric of the row.
    std::string metric;
    /// A row, such as "tg128 @ d16384". Empty: all prompts together.
    std::string prompt;
    Figure figure = Figure::ratio;
    Relation relation = Relation::less;
    double limit = 0;
};

/// Errors: Errc::invalid_option, with the expected form.
Result<Gate> parse_gate(const std::string& text);

/// Errors: Errc::invalid_option if the suite has no row of this name.
Result<void> check_gate(const Gate& gate, const SuiteSpec& suite);

/// Whether the condition is true for any arm; absent if no arm has the figure.
std::optional<bool> holds(const Gate& gate, const ComparisonResult& result);

} // namespace moebench::cli
