// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/error.hpp>
#include <moebench/model/suite_spec.hpp>

#include <optional>
#include <string>

namespace moebench::cli {

/// `decode_tokens_per_s.ratio.hi<0.97`: when a comparison is to fail.
struct Gate {
    enum class Figure { ratio, lo, hi };
    enum class Relation { less, less_equal, greater, greater_equal };

    /// As typed.
    std::string text;
    /// A metric with a verdict, or a row: "tg128 @ d16384".
    std::string metric;
    Figure figure = Figure::ratio;
    Relation relation = Relation::less;
    double limit = 0;
};

/// Errors: Errc::invalid_option, with what an expression has to look like.
Result<Gate> parse_gate(const std::string& text);

/// Errors: Errc::invalid_option for a name that no metric and no row of the suite can have.
Result<void> check_gate(const Gate& gate, const SuiteSpec& suite);

/// Whether the gate's condition holds for any arm; absent when no arm has the figure.
std::optional<bool> holds(const Gate& gate, const ComparisonResult& result);

} // namespace moebench::cli
