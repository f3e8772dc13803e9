// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/error.hpp>
#include <moebench/model/suite_spec.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace moebench::cli {

enum class Relation { less, less_equal, greater, greater_equal };

bool related(double value, Relation relation, double limit);

/// FIGURE RELATION NUMBER UNIT, as `run` and `compare` take it.
struct Condition {
    std::string_view figure;
    Relation relation = Relation::less;
    /// Finite.
    double limit = 0;
    /// What stands after the number.
    std::string_view unit;
};

/// Views of `text`; absent if it has another shape.
std::optional<Condition> parse_condition(std::string_view text);

/// One of tested_metric_names, from it or from the word of the tables; empty: there is none.
std::string metric_called(std::string_view word);

/// A condition of `compare --fail-if`: `decode.ratio.hi<0.97` or `pp512.prefill.ratio<0.9`.
struct Gate {
    enum class Figure { ratio, lo, hi };

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
